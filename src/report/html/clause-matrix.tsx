import type { VNode } from 'preact';
import { plural } from '../model/words.js';
import type { ClauseEntry, ConsentState, FindingGroup, Verdict } from '../report.js';
import { ClauseGrounds } from './clause-grounds.js';
import { Switch } from './controls.js';
import { VerdictIcon, VerdictTag } from './icons.js';
import { FindingLinks } from './links.js';
import { ScrollBox } from './scroll-box.js';
import type { Telling } from './telling.js';
import { verdictMeanings, verdictWords } from './words.js';

const CELL_LIMIT = 3;
const verdicts = Object.keys(verdictWords) as readonly Verdict[];

/** Each clause, what it came to in each consent state, and on what that rests. */
export function ClauseMatrix({ telling }: { readonly telling: Telling }): VNode {
  const { clauses, states, findings } = telling.report;
  const groups = new Map(findings.map((group) => [group.id, group]));
  return (
    <section aria-labelledby="clauses">
      <h2 id="clauses">Clause by clause</h2>
      <Switch
        name="clauses"
        legend="Clauses shown"
        hideLegend
        options={[
          { id: 'all', says: 'All clauses' },
          { id: 'open', says: 'Only open points' },
        ]}
      />
      <ScrollBox class="scroll matrix" label="Clauses by consent state">
        <table>
          <caption class="hidden">
            Each clause of the disclosure, and its verdict in each consent state
          </caption>
          <thead>
            <tr>
              <th scope="col" class="clause">
                Clause of the disclosure
              </th>
              {states.map(({ id, says }) => (
                <th scope="col" class="state" key={id}>
                  <div>{says}</div>
                </th>
              ))}
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {clauses.map((clause, index) => (
              <ClauseRow
                key={clause.id}
                telling={telling}
                clause={clause}
                number={index + 1}
                groups={groups}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <Legend hasStates={states.length > 0} />
    </section>
  );
}

interface RowProps {
  readonly telling: Telling;
  readonly clause: ClauseEntry;
  readonly number: number;
  readonly groups: ReadonlyMap<string, FindingGroup>;
}

function ClauseRow({ telling, clause, number, groups }: RowProps): VNode {
  const { id, at, modality, sentence, says, verdict } = clause;
  const isSettled = verdict === 'upheld' || verdict === 'attested';
  return (
    <tr id={`clause-${number}`} class={isSettled ? 'settled' : undefined}>
      <th scope="row" class="clause">
        <span class="id">{id}</span>{' '}
        <span class="meta">
          {at} · {modality}
        </span>
        <span class="at-hand">
          <VerdictTag verdict={verdict} />
        </span>
        {sentence !== undefined && <q>{sentence}</q>}
        <span class="says">{says}</span>
        <ClauseGrounds telling={telling} clause={clause} />
      </th>
      {telling.report.states.map((state) => (
        <StateCell key={state.id} telling={telling} clause={clause} state={state} groups={groups} />
      ))}
      <td class="total">
        <VerdictTag verdict={verdict} />
        <Total clause={clause} />
      </td>
    </tr>
  );
}

interface CellProps {
  readonly telling: Telling;
  readonly clause: ClauseEntry;
  readonly state: ConsentState;
  readonly groups: ReadonlyMap<string, FindingGroup>;
}

function StateCell({ telling, clause, state, groups }: CellProps): VNode {
  const entry = clause.states.get(state.id);
  if (entry === undefined) {
    return (
      <td class="state not-exercised">
        <VerdictIcon verdict="not-exercised" />
        <span class="hidden">{verdictWords['not-exercised']}</span>
      </td>
    );
  }
  const own = clause.groups.filter((id) => {
    const seen = groups.get(id)?.states;
    return seen?.includes(state.id) || seen?.includes(state.says);
  });
  return (
    <td class={`state ${entry.verdict} has-${entry.verdict}`}>
      <VerdictIcon verdict={entry.verdict} />
      <span class="hidden">{verdictWords[entry.verdict]}, exercised</span>
      {entry.exercised > 0 && <span class="times">×{entry.exercised}</span>}
      {own.length > 0 && (
        <div>
          <FindingLinks telling={telling} groups={own} most={CELL_LIMIT} />
        </div>
      )}
    </td>
  );
}

function Total({ clause }: { readonly clause: ClauseEntry }): VNode {
  const { verdict, judged, exercised, excess, shortfall, readings, margin, modality } = clause;
  return (
    <>
      {verdict !== judged && modality !== 'statement' && (
        <p class="dim">judged: {verdictWords[judged].toLowerCase()}</p>
      )}
      {excess > 0 && <p>{excess} excess</p>}
      {shortfall > 0 && <p>{shortfall} shortfall</p>}
      {modality === 'statement' && verdict !== 'attested' && <p class="dim">for a person to answer</p>}
      {exercised > 0 && <p class="dim">exercised {exercised === 1 ? 'once' : plural(exercised, 'time')}</p>}
      {margin !== undefined && <p class="dim">{margin} s from a bound</p>}
      {!readings.stable && <p class="dim">rests on a reading</p>}
    </>
  );
}

function Legend({ hasStates }: { readonly hasStates: boolean }): VNode {
  return (
    <ul class="legend">
      {verdicts.map((verdict) => (
        <li key={verdict}>
          <VerdictIcon verdict={verdict} />
          <span>
            <span class="key">{verdictWords[verdict]}</span>: {verdictMeanings[verdict]}
          </span>
        </li>
      ))}
      {hasStates && (
        <li>
          <span>
            <span class="key">×6</span>: put to the test six times in that state
          </span>
        </li>
      )}
    </ul>
  );
}
