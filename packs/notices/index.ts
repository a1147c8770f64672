/** The notices pack: tells approvers that something waits for them, where they are. */
export { type NoticesPlace, noticesFromEnvironment } from "./from-environment.ts";
export { type NoticesOptions, tellAboutGates } from "./tell-about-gates.ts";
