import type { VNode } from 'preact';
import type { ScenarioEntry } from '../report.js';
import { VerdictTag } from './icons.js';
import { FindingLinks } from './links.js';
import { TableBox } from './table-box.js';
import type { Telling } from './telling.js';
import { moment, withMoments } from './words.js';

const GROUP_LIMIT = 6;
/** More scenarios than this would stand between the reader and the clauses. */
const OPEN_LIMIT = 12;

/** What was examined: the product, the disclosure, what was observed and with what; then each scenario. */
export function Examined({ telling }: { readonly telling: Telling }): VNode {
  const { examined, scenarios } = telling.report;
  return (
    <section aria-labelledby="examined">
      <h2 id="examined">What was examined</h2>
      <dl class="examined">
        {examined.map(({ label, lines }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {lines.map(({ text, digest }) => (
                <div key={text}>
                  {withMoments(text)}
                  {digest !== undefined && <Digest digest={digest} />}
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {scenarios.length > 0 && (
        <div class="scenarios">
          {scenarios.length <= OPEN_LIMIT ? (
            <Scenarios telling={telling} />
          ) : (
            <details>
              <summary>Each of the {scenarios.length} scenarios</summary>
              <Scenarios telling={telling} />
            </details>
          )}
        </div>
      )}
    </section>
  );
}

function Scenarios({ telling }: { readonly telling: Telling }): VNode {
  return (
    <TableBox
      label="Scenarios"
      caption="Scenarios. Times in UTC."
      columns={['Scenario', 'Observed', 'Captured', 'Verdict', 'Findings']}
    >
      <tbody>
        {telling.report.scenarios.map((scenario) => (
          <ScenarioRow key={scenario.id} telling={telling} scenario={scenario} />
        ))}
      </tbody>
    </TableBox>
  );
}

/** A SHA-256, without the prefix that says so twice. */
export function Digest({ digest }: { readonly digest: string }): VNode {
  return <code class="digest">SHA-256 {digest.replace(/^sha256:/, '')}</code>;
}

interface ScenarioProps {
  readonly telling: Telling;
  readonly scenario: ScenarioEntry;
}

function ScenarioRow({ telling, scenario }: ScenarioProps): VNode {
  const { id, title, from, until, transmissions, excluded, heartbeats, complete, bytes } = scenario;
  return (
    <tr>
      <th scope="row">
        <code>{id}</code>
        {title !== undefined && <div class="dim">{title}</div>}
      </th>
      <td>
        {from === undefined ? '–' : moment(from)}
        {until !== undefined && <div>to {moment(until)}</div>}
        {!complete && <div class="dim">cut short: the capture was not shown to be alive to the end</div>}
        {scenario.notes.map((note) => (
          <div class="dim" key={note}>
            {note}
          </div>
        ))}
      </td>
      <td>
        {transmissions} sent
        {excluded > 0 && <div>{excluded} excluded</div>}
        <div class="dim">{heartbeats} heartbeats</div>
        {bytes !== undefined && <div class="dim">{bytes}</div>}
      </td>
      <td>
        <VerdictTag verdict={scenario.verdict} />
      </td>
      <td>
        {scenario.groups.length === 0 ? (
          'none'
        ) : (
          <FindingLinks telling={telling} groups={scenario.groups} most={GROUP_LIMIT} />
        )}
      </td>
    </tr>
  );
}
