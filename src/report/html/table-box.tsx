import type { ComponentChildren, VNode } from 'preact';
import { ScrollBox } from './scroll-box.js';

interface TableBoxProps {
  /** What the box is called for who cannot see it; no two of a page are called the same. */
  readonly label: string;
  readonly caption?: ComponentChildren;
  readonly columns: readonly (string | undefined)[];
  readonly wide?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A table in a box of its own, which scrolls by mouse, finger and keyboard where the page is narrower. */
export function TableBox({ label, caption, columns, wide = false, children, ...more }: TableBoxProps): VNode {
  const classes = ['scroll', wide ? 'wide' : undefined, more.class].filter((name) => name !== undefined);
  return (
    <ScrollBox class={classes.join(' ')} label={label}>
      <table>
        <caption class={caption === undefined ? 'hidden' : undefined}>{caption ?? label}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column === undefined ? null : (
                <th scope="col" key={column}>
                  {column}
                </th>
              ),
            )}
          </tr>
        </thead>
        {children}
      </table>
    </ScrollBox>
  );
}
