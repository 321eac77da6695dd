import { expect, test } from "vitest";
import { parseEnv } from "@/lib/config/env";
import { testEnvironment } from "@/lib/testing/environment";
import { connectionsMin, divideConnections, divideLanes } from "./connection-budget";

const parse = (more: Record<string, string>) =>
  parseEnv({ ...testEnvironment, DATABASE_URL: "postgresql://127.0.0.1/x", ...more });

test("the pools of all processes add up to the budget, whatever it is", () => {
  for (let budget = connectionsMin; budget <= 400; budget += 1) {
    const pools = Object.values(divideConnections(budget)).flatMap((sizes) => Object.values(sizes));
    expect(
      pools.reduce((sum, size) => sum + size, 0),
      `${budget}`,
    ).toBe(budget);
  }
});

test("no pool shrinks when the budget grows by a full round of shares, and every pool of the server has a connection", () => {
  const smallest = divideConnections(connectionsMin);
  const larger = divideConnections(connectionsMin + 24);
  for (const process of ["server", "pages", "command"] as const)
    for (const [pool, size] of Object.entries(smallest[process]))
      expect(Object.entries(larger[process])).toContainEqual([pool, expect.toSatisfy((n) => n >= size)]);
  expect(Math.min(...Object.values(smallest.server))).toBe(1);
});

test("lanes leave a connection for canceled holds", () => {
  for (let budget = connectionsMin; budget <= 400; budget += 1) {
    const { lane } = divideConnections(budget).server;
    const { holds, settlements } = divideLanes(lane);
    expect(Math.min(holds, settlements)).toBeGreaterThan(0);
    expect(holds + settlements + 1, `${budget}`).toBe(lane);
  }
});

test("the default budget fits twice into a PostgreSQL with default settings", () => {
  const { databaseConnections } = parse({});
  expect(databaseConnections).toBe(45);
  const [maxConnections, superuserReserved] = [100, 3];
  expect(2 * databaseConnections).toBeLessThanOrEqual(maxConnections - superuserReserved);
});

test("a budget that is too small is rejected by name", () => {
  expect(parse({ DATABASE_CONNECTIONS: `${connectionsMin}` }).databaseConnections).toBe(connectionsMin);
  expect(() => parse({ DATABASE_CONNECTIONS: `${connectionsMin - 1}` })).toThrow(
    `DATABASE_CONNECTIONS: must be a whole number from ${connectionsMin} to `,
  );
  expect(() => divideConnections(connectionsMin - 1)).toThrow(RangeError);
});
