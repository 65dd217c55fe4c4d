import type { VNode } from 'preact';

interface SwitchProps {
  /** What is chosen; also the name of the radio group, and the beginning of each id. */
  readonly name: string;
  readonly legend: string;
  readonly hideLegend?: boolean;
  readonly options: readonly { readonly id: string; readonly says: string }[];
}

/** A choice of one, the first at the beginning. The stylesheet does what is chosen: the page has no script. */
export function Switch({ name, legend, hideLegend = false, options }: SwitchProps): VNode {
  return (
    <fieldset class="switch">
      <legend class={hideLegend ? 'hidden' : undefined}>{legend}</legend>
      <div class="options">
        {options.map(({ id, says }, index) => (
          <>
            <input type="radio" name={name} id={`${name}-${id}`} value={id} checked={index === 0} />
            <label for={`${name}-${id}`}>{says}</label>
          </>
        ))}
      </div>
    </fieldset>
  );
}
