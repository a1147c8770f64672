/** Tokens with which programs speak to the API. What a token is, is shown once and kept nowhere. */
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay } from "../../../access/use-may.ts";
import type { Token } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonRows } from "../../../components/feedback/skeleton.tsx";
import { Section } from "../../../components/page-header.tsx";
import { DataTable } from "../../../components/values/data-table.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { tokensOptions } from "../settings-options.ts";
import { IssueToken } from "./issue-token.tsx";
import { RevokeToken } from "./revoke-token.tsx";

export function Tokens() {
  const isAdmin = useMay("admin");
  return isAdmin ? <TokenList /> : <RoleNote need="admin" doing="see and issue tokens" />;
}

function TokenList() {
  const { data, error, refetch } = useQuery(tokensOptions);
  const [isIssuing, setIsIssuing] = useState(false);
  const [revoking, setRevoking] = useState<string | null>(null);
  const issue = (
    <Button icon={<KeyRound size={14} aria-hidden="true" />} onClick={() => setIsIssuing(true)}>
      Issue a token
    </Button>
  );
  return (
    <>
      {data?.tokens.length === 0 ? (
        <EmptyState title="No program has a token" icon={<KeyRound size={24} aria-hidden="true" />} action={issue}>
          A program that sends work in or reads what was done signs in with a token of its own, with only the rights
          that it needs.
        </EmptyState>
      ) : (
        <Section title="Tokens" aside={issue}>
          {data ? (
            <DataTable
              label="Tokens"
              head={["Name", "May", "Issued", "State", ""]}
              rows={data.tokens.map((token) => rowOf(token, setRevoking))}
            />
          ) : error ? (
            <FailureNote thrown={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonRows rows={3} height={48} />
          )}
        </Section>
      )}
      {isIssuing && <IssueToken onClose={() => setIsIssuing(false)} />}
      {revoking !== null && <RevokeToken name={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function rowOf({ name, scopes, issuedAt, issuedBy, revokedAt, revokedBy }: Token, revoke: (name: string) => void) {
  return {
    key: name,
    past: revokedAt !== null,
    cells: [
      name,
      scopes.join(", "),
      <span key="issued">
        <Moment at={issuedAt} /> by {issuedBy.replace(/^person:/, "")}
      </span>,
      revokedAt === null ? (
        "in force"
      ) : (
        <span key="state">
          revoked <Moment at={revokedAt} />
          {revokedBy !== null && ` by ${revokedBy.replace(/^person:/, "")}`}
        </span>
      ),
      revokedAt === null && (
        <Button key="revoke" look="quiet" onClick={() => revoke(name)}>
          Revoke<span className="only-read-aloud"> {name}</span>
        </Button>
      ),
    ],
  };
}
