/** Fourteen more made-up customers: those whose letters lie in `mails/`. The day of `day.ts` never touches them. */
import { card, customer, giftCard, paypal, type SampleCustomer } from "./customers.ts";

export const letterWriters: Readonly<Record<string, SampleCustomer>> = {
  anna_keller: customer(
    ["Anna", "Keller"],
    ["Lindenweg 8", "Freiburg", "BW", "79098", "Germany"],
    paypal("paypal_6300001"),
  ),
  jonas_weber: customer(
    ["Jonas", "Weber"],
    ["Hafenstrasse 41", "Bremen", "HB", "28195", "Germany"],
    card("credit_card_6400001", "visa", "6120"),
  ),
  claire_dubois: customer(
    ["Claire", "Dubois"],
    ["12 rue des Lilas", "Nantes", "PDL", "44000", "France"],
    card("credit_card_6500001", "mastercard", "8841"),
  ),
  marta_ruiz: customer(
    ["Marta", "Ruiz"],
    ["Calle Mayor 27", "Valencia", "VC", "46001", "Spain"],
    paypal("paypal_6600001"),
  ),
  piotr_nowak: customer(
    ["Piotr", "Nowak"],
    ["ul. Polna 3", "Gdansk", "PM", "80-001", "Poland"],
    card("credit_card_6700001", "visa", "2093"),
  ),
  emily_hart: customer(
    ["Emily", "Hart"],
    ["71 Weaver Street", "Asheville", "NC", "28801"],
    paypal("paypal_6800001"),
    giftCard("gift_card_6800002", 150),
  ),
  samuel_osei: customer(
    ["Samuel", "Osei"],
    ["19 Linden Square", "Columbus", "OH", "43215"],
    card("credit_card_6900001", "visa", "7702"),
  ),
  ruth_abrams: customer(
    ["Ruth", "Abrams"],
    ["340 Hudson Terrace", "Yonkers", "NY", "10701"],
    card("credit_card_7000001", "amex", "3009"),
    giftCard("gift_card_7000002", 20),
  ),
  ben_carver: customer(["Ben", "Carver"], ["6 Foundry Lane", "Pittsburgh", "PA", "15222"], paypal("paypal_7100001")),
  leila_haddad: customer(
    ["Leila", "Haddad"],
    ["88 Orchard Park", "Dearborn", "MI", "48126"],
    card("credit_card_7200001", "mastercard", "4456"),
    paypal("paypal_7200002"),
  ),
  owen_price: customer(
    ["Owen", "Price"],
    ["23 Ridge Road", "Boulder", "CO", "80302"],
    card("credit_card_7300001", "visa", "9981"),
  ),
  grace_tanaka: customer(["Grace", "Tanaka"], ["501 Harbor View", "Honolulu", "HI", "96813"], paypal("paypal_7400001")),
  theo_martin: customer(
    ["Theo", "Martin"],
    ["14 Canal Street", "Providence", "RI", "02903"],
    card("credit_card_7500001", "visa", "1277"),
  ),
  ivy_collins: customer(["Ivy", "Collins"], ["9 Meadow Rise", "Eugene", "OR", "97401"], paypal("paypal_7600001")),
};
