import type { VNode } from 'preact';
import { plural } from '../model/words.js';
import type { ClauseEntry, FindingGroup } from '../report.js';
import { evidence } from './evidence.js';
import { Hole, inFrame } from './frame.js';
import { VerdictTag } from './icons.js';
import { ClauseLink } from './links.js';
import { Payload } from './payload.js';
import type { Telling } from './telling.js';
import { kindWords, moment, stateWords } from './words.js';

const SCENARIO_LIMIT = 6;

/** Findings of one cause: the clause, what it allows beside what was sent, the message, and the evidence. */
export function* findingCard(telling: Telling, group: FindingGroup, number: number): Generator<string> {
  yield* inFrame(<Card telling={telling} group={group} number={number} />, evidence(telling, group));
}

interface CardProps {
  readonly telling: Telling;
  readonly group: FindingGroup;
  readonly number: number;
}

function Card({ telling, group, number }: CardProps): VNode {
  const { kind, effect, waiver, isNew, title, fires, remedy } = group;
  const clause = telling.report.clauses.find(({ id }) => id === group.clause);
  const { name, meaning } = kindWords[kind];
  return (
    <article
      class={`card finding of-${kind}`}
      id={`finding-${number}`}
      aria-labelledby={`finding-${number}-title`}
    >
      <div>
        <div class="head">
          <VerdictTag verdict={waiver === undefined || waiver.ended ? effect : 'waived'} />
          <span class={`tag ${kind}`}>
            {name}: {meaning}
          </span>
          {isNew === true && <span class="tag">New since the baseline</span>}
          {isNew === false && <span class="tag">In the baseline</span>}
          <code class="id">{group.id}</code>
        </div>
        <h4 id={`finding-${number}-title`}>{title}</h4>
        <Place telling={telling} group={group} />
      </div>
      {clause !== undefined && <Quote clause={clause} />}
      <Beside group={group} />
      {group.sample !== undefined && <Payload sample={group.sample} />}
      <div class="beside plain">
        <div>
          <p class="label">
            Why: <code>{group.rule}</code>
          </p>
          <p>{fires}</p>
        </div>
        {remedy !== '' && (
          <div>
            <p class="label">What to do</p>
            <p>{remedy}</p>
          </div>
        )}
      </div>
      {waiver !== undefined && (
        <div>
          <p class="label">{waiver.ended ? 'Waiver that has ended' : 'Waived for now'}</p>
          <p>
            {waiver.reason} {waiver.by}, until {waiver.until}.
          </p>
        </div>
      )}
      <Hole />
      <div>
        <p class="label">Judge it again, in the folder of the run</p>
        <code class="command">{group.command}</code>
      </div>
    </article>
  );
}

/** The clause, the states, and when; how often, where it was more than once. */
function Place({ telling, group }: { readonly telling: Telling; readonly group: FindingGroup }): VNode {
  const { states, count, installations, scenarios, from, until } = group;
  const more = scenarios.length - SCENARIO_LIMIT;
  return (
    <p class="place">
      Clause <ClauseLink telling={telling} clause={group.clause} />.{' '}
      {states.length > 0 && (
        <>Consent state: {states.map((state) => stateWords(telling.report, state)).join(', ')}. </>
      )}
      {count === 1
        ? `Observed ${moment(from)} UTC`
        : `Observed ${count} times, ${moment(from)} to ${moment(until)} UTC`}
      {installations > 1 && `, on ${plural(installations, 'installation')}`}, in{' '}
      {scenarios.slice(0, SCENARIO_LIMIT).join(', ')}
      {more > 0 && ` and ${more} more`}.
    </p>
  );
}

/** The document's own sentence where the reader supplied it; else our words for it, and it says whose they are. */
function Quote({ clause: { sentence, says, id, at } }: { readonly clause: ClauseEntry }): VNode {
  return (
    <blockquote>
      {sentence === undefined ? <p>{says}</p> : <p>“{sentence}”</p>}
      <p>
        {id}, {at}
        {sentence === undefined && ', in our words'}
      </p>
    </blockquote>
  );
}

function Beside({ group: { allowed, sent, kind } }: { readonly group: FindingGroup }): VNode | null {
  if (allowed === undefined && sent === undefined) return null;
  return (
    <div class="beside">
      <div>
        <p class="label">{kind === 'excess' ? 'Allowed by the disclosure' : 'Disclosed'}</p>
        <p class="value">{allowed ?? '–'}</p>
      </div>
      <div class="was">
        <p class="label">Sent</p>
        <p class="value">{sent ?? 'nothing'}</p>
      </div>
    </div>
  );
}
