/** A fault that a test sets for API requests. */
export type Fault = {
  readonly method: string | null;
  /** Prefix of the path; empty for every path. */
  readonly path: string;
  readonly status: number | null;
  /** Close the connection without a response. */
  readonly drop: boolean;
  readonly delayMs: number;
  /** Execute the request first: the money moves, but the client does not learn of it. */
  readonly after: boolean;
  /** Value of `stripe-should-retry` in the response, if there is one. */
  readonly retry: boolean | null;
  times: number;
};

export function createFaults() {
  let faults: Fault[] = [];
  return {
    add: (fault: Fault) => {
      faults.push(fault);
    },
    reset: () => {
      faults = [];
    },
    /** The fault for this request, counted down by one. Null when there is none. */
    take: (method: string, path: string): Fault | null => {
      const fault = faults.find((one) => (!one.method || one.method === method) && path.startsWith(one.path));
      if (!fault) return null;
      fault.times -= 1;
      if (fault.times <= 0) faults = faults.filter((one) => one !== fault);
      return fault;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
