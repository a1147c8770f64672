/** Times for people: in their own zone to the second, and how long ago. */
import { describeDuration } from "../../kernel/duration.ts";

export function clockTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function ago(at: number, now: number): string {
  const ms = now - at;
  return ms < 0 ? `in ${describeDuration(-ms)}` : `${describeDuration(ms)} ago`;
}

export function byteSize(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${Number(amount.toFixed(amount < 10 && power > 0 ? 1 : 0))} ${units[power] ?? "B"}`;
}
