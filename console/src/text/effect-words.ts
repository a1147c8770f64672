/** What an effect is called. */
import type { Effect } from "../api/types.ts";

/** What only prepares is described as that which it prepares: beside it, the two would read as one thing that was done twice. */
export function effectTitle({
  description,
  interim,
  status,
}: Pick<Effect, "description" | "interim" | "status">): string {
  return interim !== null && status === "succeeded" ? `Prepared: ${description}` : description;
}
