/** `praxis start packs/customer-ops/from-environment.ts`: the pack for the shop that the environment names (SHOP_URL and so on). */
import { customerOps } from "./definitions.ts";
import { settingsFromEnvironment } from "./settings.ts";

export const definitions = customerOps(settingsFromEnvironment(process.env));
