/** Runs one task at a time for each name, in order of arrival; see `inTurn`. */
export type Turns = {
  run<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
};

/**
 * Queues the tasks of one name in memory. If they waited for a row lock instead, each waiting task would occupy a
 * database connection that other requests need.
 */
export function inTurn(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(name, work) {
      const before = last.get(name);
      const done = before ? before.then(work, work) : work();
      last.set(name, done);
      const forget = () => {
        if (last.get(name) === done) last.delete(name);
      };
      done.then(forget, forget);
      return done;
    },
  };
}
