import type { VNode } from 'preact';
import { plural } from '../model/words.js';
import type { Report } from '../report.js';
import { VerdictIcon } from './icons.js';
import { verdictWords } from './words.js';

/** What can be said of the run: one sentence to quote, and the counts that it rests on. No score. */
export function DeterminationCard({ report }: { readonly report: Report }): VNode {
  const { verdict, sentence, counts, statements, ...figures } = report.determination;
  return (
    <section class="determination" aria-labelledby="determination">
      <div class={`card ${verdict}`}>
        <div class="says">
          <VerdictIcon verdict={verdict} />
          <div>
            <h2 id="determination">
              <span class="overline">Determination</span>
              {verdictWords[verdict]}
            </h2>
            <p class="sentence">{sentence}</p>
          </div>
        </div>
        <ul class="counts" aria-label="Clauses by verdict">
          {counts.map((entry) => (
            <li key={entry.verdict} class={entry.verdict}>
              <VerdictIcon verdict={entry.verdict} />
              <b>{entry.count}</b> <span>{verdictWords[entry.verdict]}</span>
            </li>
          ))}
        </ul>
        <dl class="figures">
          <Figure name="Excess" value={plural(figures.excess, 'finding')} />
          <Figure name="Shortfall" value={plural(figures.shortfall, 'finding')} />
          <Figure
            name="Observed"
            value={`${plural(figures.transmissions, 'transmission')}, ${plural(figures.scenarios, 'scenario')}`}
          />
          <Figure name="Statements" value={`${statements.attested} of ${statements.count} attested`} />
        </dl>
      </div>
      {report.revealed && (
        <p class="notice">
          <strong>Captured values are shown as they were sent.</strong> They may be personal data: handle this
          file as such.
        </p>
      )}
    </section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
