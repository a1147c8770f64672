/** The contracts: under which terms something may be done at another system, and which policies stand before it. */
import { Link } from "@tanstack/react-router";
import type { Contract } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { useFilters } from "../../../components/list/use-filters.ts";
import { Section } from "../../../components/page-header.tsx";
import { DataTable } from "../../../components/values/data-table.tsx";
import { JsonView } from "../../../components/values/json-view.tsx";
import { TierBadge } from "../../../components/values/status-pill.tsx";
import { explainTier } from "../../../text/status-words.ts";
import { duration } from "../../../text/time-words.ts";

export function ContractsTab({ contracts }: { contracts: readonly Contract[] }) {
  const { filters, set } = useFilters();
  const acting = contracts.filter(({ tier }) => tier !== "read");
  const reading = contracts.filter(({ tier }) => tier === "read");
  const shown = contracts.find(({ name }) => name === filters.contract);
  return (
    <>
      <Section title="What acts in the world" aside={<span className="faint">{acting.length}</span>}>
        <Contracts contracts={acting} label="Contracts that act" onShow={(name) => set("contract", name)} />
        <dl className="tiers">
          {["T0", "T1", "T2", "T3"].map((tier) => (
            <div key={tier}>
              <dt>
                <TierBadge tier={tier} />
              </dt>
              <dd>{explainTier(tier).replace(/^T\d: /, "")}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {reading.length > 0 && (
        <Section title="What only reads" aside={<span className="faint">{reading.length}</span>}>
          <Contracts contracts={reading} label="Contracts that read" onShow={(name) => set("contract", name)} />
        </Section>
      )}
      {shown && <ContractDialog contract={shown} onClose={() => set("contract", "")} />}
    </>
  );
}

interface ContractsProps {
  readonly contracts: readonly Contract[];
  readonly label: string;
  readonly onShow: (name: string) => void;
}

function Contracts({ contracts, label, onShow }: ContractsProps) {
  return (
    <DataTable
      label={label}
      head={["Contract", "Tier", "Connection", "Budget", "Policies", ""]}
      rows={contracts.map((contract) => ({
        key: contract.name,
        cells: [
          contract.name,
          <TierBadge key="tier" tier={contract.tier} />,
          contract.connection ?? "inside Praxis",
          `${contract.budget.attempts === 1 ? "1 attempt" : `${contract.budget.attempts} attempts`} in ${duration(contract.budget.withinMs)}`,
          <PolicyLinks key="policies" contract={contract} />,
          <Button key="terms" look="quiet" onClick={() => onShow(contract.name)}>
            Terms
          </Button>,
        ],
      }))}
    />
  );
}

function PolicyLinks({ contract: { policies, tier } }: { contract: Contract }) {
  if (policies.length === 0) return <span className="faint">{tier === "read" ? "none needed" : "none"}</span>;
  return (
    <span className="policy-links">
      {policies.map((name) => (
        <Link key={name} to="/processes" search={{ tab: "policies", policy: name }}>
          {name}
        </Link>
      ))}
    </span>
  );
}

function ContractDialog({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const { name, tier, baseUrl, secret, canLookUp, input, output } = contract;
  return (
    <Dialog title={name} size="large" onClose={onClose}>
      <div className="stack">
        <p>{explainTier(tier)}.</p>
        <p className="soft">
          {baseUrl === null ? "It needs no other system." : `It speaks to ${baseUrl}.`}{" "}
          {secret !== null &&
            (secret.set
              ? `Its secret ${secret.name} is set.`
              : `Its secret ${secret.name} is not set: it cannot sign in there.`)}{" "}
          {canLookUp && "What became of a lost attempt can be looked up there."}
        </p>
        {tier !== "read" && (
          <p>
            <Link to="/effects" search={{ contract: name }} onClick={onClose}>
              All that was done under it
            </Link>
          </p>
        )}
        <h3>What it takes</h3>
        <JsonView value={input} label="input schema" />
        <h3>What it gives back</h3>
        <JsonView value={output} label="output schema" />
      </div>
    </Dialog>
  );
}
