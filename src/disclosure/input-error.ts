import { visible } from './visible.js';

/** One thing wrong with an input, and where. Lines and columns count from 1. */
export interface Problem {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, and what would be right: one sentence without its full stop. */
  readonly message: string;
}

/**
 * What a user gave cannot be used: a file, an argument, a product that does not speak the protocol.
 * Everything else that is thrown is a defect of Candor's own. Exit status 3 (DESIGN 4.7).
 */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map(describeProblem).join('\n'));
    this.name = 'InputError';
    this.problems = list;
  }
}

/** Of one line; a message may have several. */
const LINE_LIMIT = 4000;

/**
 * `file:line:column: message`, leaving out what is not known. Names and texts in it may come from a hostile file:
 * what cannot be seen is made visible, so that nothing but its lines reaches a terminal.
 */
export function describeProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const text = place === '' ? problem.message : `${place}: ${problem.message}`;
  return text
    .split('\n')
    .map((line) => visible(line, LINE_LIMIT))
    .join('\n');
}
