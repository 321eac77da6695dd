/** Runs one piece of work at a time for each name, in order of arrival; see `inTurn`. */
export type Turns = {
  run<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
};

/**
 * Lets the work of one name wait for itself instead of for a row lock, where each piece that waits would take a connection
 * from everybody else.
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
