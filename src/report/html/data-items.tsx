import type { VNode } from 'preact';
import { dataItemRows } from '../data-item-rows.js';
import { ClauseLink } from './links.js';
import { TableBox } from './table-box.js';
import type { Telling } from './telling.js';

/** What a record of processing starts from: each data item, where it may be sent, and where it was seen. */
export function DataItems({ telling }: { readonly telling: Telling }): VNode {
  const rows = dataItemRows(telling.report);
  return (
    <section aria-labelledby="data-items">
      <h2 id="data-items">Data items</h2>
      {rows.length === 0 ? (
        <p>The disclosure names no data item, and none was seen.</p>
      ) : (
        <TableBox
          wide
          label="Table of data items"
          caption="What may be sent and what was seen, the undocumented first: a record of processing (GDPR Article 30) can start from it."
          columns={['Data item', 'Category', 'Clause', 'May be sent', 'Seen in', 'Destination', 'Seen']}
        >
          <tbody>
            {rows.map((row) => (
              <tr key={row.item}>
                <th scope="row">
                  <code>{row.item}</code>
                  {!row.documented && <div class="undocumented">Not documented</div>}
                </th>
                <td>{row.category}</td>
                <td>
                  <ClauseLink telling={telling} clause={row.clause} />
                  {row.at !== '' && <div class="dim">{row.at}</div>}
                </td>
                <td>{row.permitted}</td>
                <td>{row.seenInWords.length === 0 ? '–' : row.seenInWords.join(', ')}</td>
                <td>
                  {row.destinations.map((destination) => (
                    <code class="line-of" key={destination}>
                      {destination}
                    </code>
                  ))}
                </td>
                <td class="number">{row.seen === 0 ? 'not seen' : row.seen}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </section>
  );
}
