/** Instead of a page that does not exist. */
import { ButtonLink } from "../components/controls/button.tsx";

export function RouteMissing() {
  return (
    <main className="page-note">
      <h1 tabIndex={-1}>There is no such page</h1>
      <p className="soft">The address may be cut short, or from another version.</p>
      <ButtonLink to="/">Go to the inbox</ButtonLink>
    </main>
  );
}
