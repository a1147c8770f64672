/**
 * Reads an address written out in full.
 *
 * Boundary: text only; whether the address exists is not for the rules to know.
 * Invariant: all six fields, no others, except an owner id that must be the owner's.
 */

import { clear, type Reading, unclear } from "../reading.ts";
import type { Address } from "../shop-view.ts";
import { readOptionsLiteral } from "./options-literal.ts";

const fieldPatterns = {
  address1: /^[A-Za-z0-9 .,'#/&-]{3,80}$/,
  address2: /^[A-Za-z0-9 .,'#/&-]{0,80}$/,
  city: /^[A-Za-z .'-]{2,60}$/,
  state: /^[A-Za-z .'-]{2,40}$/,
  country: /^[A-Za-z .'-]{2,60}$/,
  zip: /^[A-Z0-9](?:[A-Z0-9 -]{1,8})[A-Z0-9]$/,
} satisfies Record<keyof Address, RegExp>;

const americanZip = /^\d{5}$/;

export function readAddress(literal: string, owner: { key: string; value: string }): Reading<Address> {
  const stated = readOptionsLiteral(literal);
  if (!stated.clear) return stated;
  const fields = new Map(stated.value);
  if ((fields.get(owner.key) ?? owner.value) !== owner.value)
    return unclear(`The address is written for ${fields.get(owner.key)}, not for ${owner.value}.`);
  fields.delete(owner.key);
  if (fields.size !== Object.keys(fieldPatterns).length) return unclear("The address is not complete.");
  for (const [field, pattern] of Object.entries(fieldPatterns))
    if (!pattern.test(fields.get(field) ?? "\n")) return unclear(`The address has no proper ${field}.`);
  const address: Address = {
    address1: fields.get("address1") ?? "",
    address2: fields.get("address2") ?? "",
    city: fields.get("city") ?? "",
    state: fields.get("state") ?? "",
    country: fields.get("country") ?? "",
    zip: fields.get("zip") ?? "",
  };
  if (address.country === "USA" && !americanZip.test(address.zip))
    return unclear("The zip code is not one of the USA.");
  return clear(address);
}

export function isSameAddress(one: Address, other: Address): boolean {
  return (
    one.address1 === other.address1 &&
    one.address2 === other.address2 &&
    one.city === other.city &&
    one.state === other.state &&
    one.country === other.country &&
    one.zip === other.zip
  );
}
