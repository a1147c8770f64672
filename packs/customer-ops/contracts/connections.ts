/** The two outside systems: the shop's order API and the payment provider's API. Each shop (world) is an account of its own. */
import { type Connection, connection } from "praxis";
import type { Settings } from "../settings.ts";

export interface Connections {
  readonly shop: Connection;
  readonly payments: Connection;
}

export function connections({ shopUrl, paymentsUrl, timeoutMs, settleMs }: Settings): Connections {
  const limits = { timeout: timeoutMs, settle: settleMs };
  return {
    // An operation's id is remembered for ever, so its key never grows too old.
    shop: connection("shop", { ...limits, baseUrl: `${shopUrl}/w/{account}`, keyRetention: "3650 days" }),
    payments: connection("payments", { ...limits, baseUrl: `${paymentsUrl}/w/{account}`, keyRetention: "24 hours" }),
  };
}
