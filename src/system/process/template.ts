/** What a text of a system's file may refer to, and what each stands for. */
export interface TemplateValues {
  readonly with: Readonly<Record<string, string | boolean>>;
  readonly given: Readonly<Record<string, string | boolean>>;
  readonly canary: Readonly<Record<string, string>>;
  /** A fresh folder of the scenario's own. */
  readonly folder: string;
  /** The folder of the system's file. */
  readonly system: string;
}

/** The names that may stand in a text. */
export interface TemplateNames {
  /** Undefined where there is no action, so that nothing is given with it. */
  readonly with: ReadonlySet<string> | undefined;
  readonly given: ReadonlySet<string>;
  readonly canary: ReadonlySet<string>;
}

/** `${…}`, or `$${`, which is a literal `${`. */
const REFERENCE = /\$?\$\{([^}]*)\}?/g;
const KINDS = ['with.NAME', 'given.NAME', 'canary.NAME', 'folder', 'system']
  .map((name) => `\${${name}}`)
  .join(', ');

/**
 * Puts values into a text. One that a scenario does not give is empty. No value is read as a template again, and
 * none goes through a shell.
 *
 * @param encode what is done to a value before it is put in, such as percent-encoding.
 */
export function fill(
  text: string,
  values: TemplateValues,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(REFERENCE, (whole, name: string) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    return encode(valueNamed(name, values));
  });
}

function valueNamed(name: string, values: TemplateValues): string {
  if (name === 'folder' || name === 'system') return values[name];
  const [kind = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (kind !== 'with' && kind !== 'given' && kind !== 'canary') return '';
  return Object.hasOwn(values[kind], key) ? String(values[kind][key]) : '';
}

/** What is wrong with the references of a text: one sentence each, without its full stop. */
export function faultsOfTemplate(text: string, names: TemplateNames): readonly string[] {
  return [...text.matchAll(REFERENCE)].flatMap(([whole, name = '']) => {
    if (whole.startsWith('$$')) return [];
    if (!whole.endsWith('}')) return [`"${whole.slice(0, 40)}" has no closing brace; a literal \${ is $\${`];
    const fault = faultOfName(name, names);
    return fault === undefined ? [] : [fault];
  });
}

function faultOfName(name: string, names: TemplateNames): string | undefined {
  if (name === 'folder' || name === 'system') return undefined;
  const [kind = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (kind === 'with') {
    if (names.with === undefined) return `\${${name}} stands where no action is performed`;
    return names.with.has(key) ? undefined : `the action takes no parameter ${key}; ${known(names.with)}`;
  }
  if (kind === 'given')
    return names.given.has(key)
      ? undefined
      : `the disclosure has no fact ${key} that a scenario could give; ${known(names.given)}`;
  if (kind === 'canary')
    return names.canary.has(key) ? undefined : `the disclosure plants no ${key}; ${known(names.canary)}`;
  return `there is no \${${name}}; known are ${KINDS}, and a literal \${ is $\${`;
}

function known(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'there is none' : `known: ${[...names].sort().join(', ')}`;
}
