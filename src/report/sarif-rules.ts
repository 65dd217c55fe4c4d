import type { Rule } from '../judge/rule.js';
import { rules } from '../judge/rules.js';

/** Where each rule stands in the list, as results refer to it. */
export const ruleIndex: ReadonlyMap<string, number> = new Map(rules.map(({ id }, index) => [id, index]));

/** The rule table as SARIF reporting descriptors, with the words of `candor explain`. */
export function reportingDescriptors(): readonly object[] {
  return rules.map((rule) => ({
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: rule.fires },
    fullDescription: { text: rule.explanation },
    help: help(rule),
    // A rule that decides nothing, such as capture/dead, says that something was not judged: that is no failure.
    defaultConfiguration: { level: rule.effect === 'violated' ? 'error' : 'none' },
    properties: {
      kind: rule.kind,
      effect: rule.effect,
      tags: ['privacy', 'disclosure', rule.kind, ...rule.id.split('/').slice(0, 1)],
    },
  }));
}

function help({ id, fires, charged, explanation, remedy }: Rule): object {
  return {
    text: [fires, explanation, `Charged to ${charged}.`, `What to do: ${remedy}`].join('\n\n'),
    markdown: [
      `# ${id}`,
      fires,
      explanation,
      `Charged to ${charged}.`,
      '## What to do',
      remedy,
      `The same at a terminal: \`candor explain ${id}\`.`,
    ].join('\n\n'),
  };
}

/** `field/undocumented` as `FieldUndocumented`, which is how SARIF names what people read. */
function pascalCase(id: string): string {
  return id
    .split(/[/-]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
