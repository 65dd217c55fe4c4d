import type { VNode } from 'preact';
import {
  exclusionWords,
  falseAlarmWords,
  madeFrom,
  survivorWords,
  unmeasuredWords,
} from '../calibration-words.js';
import { grouped } from '../model/words.js';
import type { CalibrationFigure, Report } from '../report.js';
import { TableBox } from './table-box.js';

/** Of what went wrong, and of what was left out; calibration.json has the others. */
const LIST_LIMIT = 100;

/** How many violations the instrument itself would miss, where that was measured for what was judged here. */
export function Calibration({ report: { calibration } }: { readonly report: Report }): VNode {
  return (
    <section aria-labelledby="calibration">
      <h2 id="calibration">Calibration</h2>
      <div class="spaced">
        <p class="lead">{calibration.sentence}</p>
        {calibration.kind === 'measured' && <Figure figure={calibration.figure} />}
      </div>
    </section>
  );
}

function Figure({ figure }: { readonly figure: CalibrationFigure }): VNode {
  const { survivors, falseAlarms, unmeasured, exclusions, excluded } = figure;
  return (
    <>
      <p class="lead dim">{madeFrom(figure)}</p>
      {survivors.length > 0 && (
        <Listed title="Not found by the right rule" items={survivors.map(survivorWords)} />
      )}
      {falseAlarms.length > 0 && <Listed title="False alarms" items={falseAlarms.map(falseAlarmWords)} />}
      {unmeasured.length > 0 && (
        <Listed title="Not put to the test" items={unmeasured.map(unmeasuredWords)} />
      )}
      <details>
        <summary>By rule</summary>
        <ByRule figure={figure} />
      </details>
      {exclusions.length > 0 && (
        <details>
          <summary>
            {grouped(excluded)} {excluded === 1 ? 'change' : 'changes'} left out, and why
          </summary>
          <Items items={exclusions.map(exclusionWords)} />
        </details>
      )}
    </>
  );
}

function ByRule({ figure: { rules } }: { readonly figure: CalibrationFigure }): VNode {
  return (
    <TableBox
      label="Table of violations by rule"
      caption="Violations that were put in, by the rule that must find them. One that several rules must find counts for each."
      columns={['Rule', 'Put in', 'Found by it', 'By another', 'Missed']}
    >
      <tbody>
        {rules.map(({ rule, mutants, found, byAnother, missed }) => (
          <tr key={rule}>
            <th scope="row">
              <code>{rule}</code>
            </th>
            {mutants === 0 ? (
              <td colSpan={4}>not put to the test</td>
            ) : (
              [mutants, found, byAnother, missed].map((count, column) => (
                <td class="number" key={column}>
                  {grouped(count)}
                </td>
              ))
            )}
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function Listed({ title, items }: { readonly title: string; readonly items: readonly string[] }): VNode {
  return (
    <div>
      <h3>{title}</h3>
      <Items items={items} />
    </div>
  );
}

function Items({ items }: { readonly items: readonly string[] }): VNode {
  const more = items.length - LIST_LIMIT;
  return (
    <ul class="list lead">
      {items.slice(0, LIST_LIMIT).map((item) => (
        <li key={item}>{item}</li>
      ))}
      {more > 0 && <li>and {grouped(more)} more in calibration.json</li>}
    </ul>
  );
}
