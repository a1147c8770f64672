/**
 * Signing in with a one-time link. Opening the page uses up nothing: mail scanners open links too. Only the click sends the code, and the
 * code stands behind `#`, which browsers do not send to servers.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { send } from "../../api/client.ts";
import { sessionOptions } from "../../api/queries.ts";
import { Button } from "../../components/controls/button.tsx";
import { Copyable } from "../../components/controls/copyable.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { hasDrafts } from "../../kept/drafts.ts";
import { forgetSignedOut, keptPlace, wasUnrecorded } from "../../kept/signed-out.ts";
import { readLoginLink } from "./read-login-link.ts";
import "./login.css";

export function LoginPage() {
  const { back } = useSearch({ from: "/login" });
  const [{ code, name }] = useState(() => readLoginLink(location.hash));
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const goBack = async () => {
    const place = back ?? keptPlace() ?? undefined;
    forgetSignedOut();
    await navigate({ href: isOwnAddress(place) ? place : "/", replace: true });
  };
  useGoOnWhenSignedIn(code === null, goBack);

  const signIn = async () => {
    setIsBusy(true);
    setFailure(null);
    try {
      await send("session", { code });
      queryClient.clear();
      await goBack();
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
        <SignedOutNote />
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

/** Whose session ended by itself is told so, and what became of what they were at. */
function SignedOutNote() {
  if (keptPlace() === null) return null;
  return (
    <div className="login-note" role="status">
      <p>
        <strong>You were signed out.</strong>
        {wasUnrecorded() && " What you did last was not recorded."}
      </p>
      {hasDrafts() && <p>What you typed is kept in this tab, and is there again once you have signed in.</p>}
    </div>
  );
}

/** A link that is opened in another tab signs this one in, too: it goes on where it was as soon as it is looked at again. */
function useGoOnWhenSignedIn(waits: boolean, goOn: () => Promise<void>): void {
  const queryClient = useQueryClient();
  const latest = useRef(goOn);
  latest.current = goOn;
  useEffect(() => {
    if (!waits) return;
    const look = async () => {
      if (document.visibilityState === "hidden") return;
      const session = await queryClient.fetchQuery({ ...sessionOptions, staleTime: 0 }).catch(() => null);
      if (session?.person == null) return;
      queryClient.clear();
      await latest.current();
    };
    const listen = () => void look();
    window.addEventListener("focus", listen);
    document.addEventListener("visibilitychange", listen);
    return () => {
      window.removeEventListener("focus", listen);
      document.removeEventListener("visibilitychange", listen);
    };
  }, [waits, queryClient]);
}

/** Only addresses of this console: a link must not lead elsewhere after the sign-in. */
function isOwnAddress(address: string | undefined): address is string {
  return address !== undefined && /^\/(?![/\\])/.test(address);
}
