import type { ComponentChildren, VNode } from 'preact';

interface ScrollBoxProps {
  /** What the box is called for who cannot see it; no two of a page are called the same. */
  readonly label: string;
  readonly class: string;
  readonly children: ComponentChildren;
}

/** What is wide scrolls in a box of its own, by mouse, finger and keyboard, and the page stays as it is. */
export function ScrollBox({ label, children, ...more }: ScrollBoxProps): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard.
    <section class={more.class} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
