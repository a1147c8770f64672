/**
 * Signing in with a one-time link. Opening the page uses up nothing: mail scanners open links too. Only the click sends the code, and the
 * code stands behind `#`, which browsers do not send to servers.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../../api/client.ts";
import { Button } from "../../components/controls/button.tsx";
import { Copyable } from "../../components/controls/copyable.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { readLoginLink } from "./read-login-link.ts";
import "./login.css";

export function LoginPage() {
  const { back } = useSearch({ from: "/login" });
  const [{ code, name }] = useState(() => readLoginLink(location.hash));
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const signIn = async () => {
    setIsBusy(true);
    setFailure(null);
    try {
      await send("session", { code });
      queryClient.clear();
      await navigate({ href: isOwnAddress(back) ? back : "/", replace: true });
    } catch (thrown) {
      setFailure(thrown);
      setIsBusy(false);
    }
  };

  return (
    <main className="login">
      <div className="login-card">
        <img src="/mark.svg" alt="" width={40} height={40} />
        <h1 tabIndex={-1}>Praxis</h1>
        {code === null ? (
          <>
            <p>You sign in with a link that works once. On the machine where Praxis runs, ask for one:</p>
            <Copyable value="npx praxis login" shown="npx praxis login" what="command" />
            <p className="soft">Somebody who is an admin can also send you one from Settings, People.</p>
          </>
        ) : (
          <>
            <p className="soft">This link works once, by a click. Opening the page does not use it up.</p>
            <Button look="primary" onClick={() => void signIn()} disabled={isBusy}>
              {name === null ? "Sign in" : `Sign in as ${name}`}
            </Button>
          </>
        )}
        {failure !== null && <FailureNote thrown={failure} changed />}
      </div>
    </main>
  );
}

/** Only addresses of this console: a link must not lead elsewhere after the sign-in. */
function isOwnAddress(address: string | undefined): address is string {
  return address !== undefined && /^\/(?![/\\])/.test(address);
}
