import type { VNode } from 'preact';
import type { InterpretationEntry } from '../report.js';
import { VerdictTag } from './icons.js';
import { ClauseLink } from './links.js';
import type { Telling } from './telling.js';

/** How the document was read where it leaves room: the question, each reading, the choice and its reason. */
export function Interpretations({ telling }: { readonly telling: Telling }): VNode {
  const { interpretations } = telling.report;
  return (
    <section aria-labelledby="interpretations">
      <h2 id="interpretations">Interpretations</h2>
      {interpretations.length === 0 ? (
        <p>The disclosure records no choice among readings.</p>
      ) : (
        <p>
          Where the document can be read in more than one way, one reading was chosen, and every verdict names
          it.
        </p>
      )}
      {interpretations.map((entry, index) => (
        <Interpretation key={entry.id} telling={telling} entry={entry} number={index + 1} />
      ))}
    </section>
  );
}

interface EntryProps {
  readonly telling: Telling;
  readonly entry: InterpretationEntry;
  readonly number: number;
}

function Interpretation({ telling, entry, number }: EntryProps): VNode {
  const { id, clauses, question, readings, because, decidedBy, decidedOn, evaluated, decisive } = entry;
  const decided = [decidedBy, decidedOn].filter((part) => part !== undefined).join(', ');
  return (
    <article
      class="card interpretation"
      id={`interpretation-${number}`}
      aria-labelledby={`question-${number}`}
    >
      <h3 id={`question-${number}`}>{question}</h3>
      <p class="dim small">
        <code>{id}</code> · clauses{' '}
        {clauses.map((clause, index) => (
          <>
            {index > 0 && ', '}
            <ClauseLink telling={telling} clause={clause} />
          </>
        ))}
        {decisive && (
          <>
            {' '}
            · <strong>a verdict rests on it</strong>
          </>
        )}
      </p>
      <ul class="readings">
        {readings.map((reading) => (
          <Reading key={reading.id} telling={telling} reading={reading} evaluated={evaluated} />
        ))}
      </ul>
      <p>
        <span class="label">Because</span> {because}
      </p>
      <p class="dim small">
        {decided === '' ? 'Nobody is named as having decided it.' : `Decided by ${decided}.`}
      </p>
    </article>
  );
}

interface ReadingProps {
  readonly telling: Telling;
  readonly reading: InterpretationEntry['readings'][number];
  readonly evaluated: boolean;
}

function Reading({ telling, reading: { id, says, chosen, verdicts }, evaluated }: ReadingProps): VNode {
  return (
    <li>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <circle class="line" cx="8" cy="8" r="6.4" />
        {chosen && <circle class="solid" cx="8" cy="8" r="3.4" />}
      </svg>
      <div>
        <code>{id}</code>
        {chosen && <strong> (chosen)</strong>}: {says}
        {verdicts.length > 0 && (
          <div class="verdicts">
            {verdicts.map(({ clause, verdict }) => (
              <span key={clause}>
                <VerdictTag verdict={verdict} /> <ClauseLink telling={telling} clause={clause} />
              </span>
            ))}
          </div>
        )}
        {!chosen && !evaluated && <div class="dim small">not judged under this reading</div>}
      </div>
    </li>
  );
}
