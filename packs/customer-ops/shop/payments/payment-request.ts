/** The four calls that append to the payment log. Amounts are whole cents, zero included; nothing else is limited. */
import { z } from "zod";

const amountCents = z.int("must be a whole number of cents").nonnegative("must not be negative");
const id = z.string().min(1);
const reference = z.string().min(1).optional();

export const paymentRequestSchemas = {
  authorisation: z.object({ orderId: id, paymentMethodId: id, amountCents, reference }),
  capture: z.object({ authorisationId: id, amountCents, reference }),
  void: z.object({ authorisationId: id, reference }),
  refund: z.object({ orderId: id, paymentMethodId: id, amountCents, ofTransaction: id.optional(), reference }),
};

type Fields = { [Kind in keyof typeof paymentRequestSchemas]: z.infer<(typeof paymentRequestSchemas)[Kind]> };

export type PaymentRequest = { [Kind in keyof Fields]: { readonly kind: Kind } & Readonly<Fields[Kind]> }[keyof Fields];
