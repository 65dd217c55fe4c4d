import { AssertionError } from 'chai';

/** What a promise is rejected with; fails where it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new AssertionError(`expected a rejection, got ${JSON.stringify(value)}`);
}
