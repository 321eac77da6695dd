import { afterAll, beforeAll, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { testRole } from "@/lib/testing/environment";
import { closeDb, sqlPool } from "./client";
import { runPrepared } from "./run-prepared";

await testDatabase();
beforeAll(async () => {
  await asOwner((client) =>
    client.query(
      `create table written (step text, numbers bigint[], bytes bytea[]); grant all on written to ${testRole.name}`,
    ),
  );
});
afterAll(closeDb);

const write = (values: unknown[]) => ({
  name: "write_step",
  text: "insert into written values ($1, $2::bigint[], $3::bytea[])",
  values,
});

async function steps(): Promise<string[]> {
  const { rows } = await sqlPool().query<{ step: string }>("select step from written order by step");
  return rows.map(({ step }) => step);
}

it("a value that cannot be rendered rolls back its whole transaction", async () => {
  const unwritable = {
    toString() {
      throw new Error("not to be written");
    },
  };
  await expect(
    runPrepared([write(["first", [1n], []]), write(["second", [unwritable], []])]),
  ).rejects.toThrow(TypeError);
  expect(await steps()).toEqual([]);
});

it("a name that is used for another text rolls back its whole transaction", async () => {
  const other = { ...write(["other", [], []]), text: "insert into written values ($1, $2, $3)" };
  await expect(runPrepared([write(["first", [], []]), other])).rejects.toThrow("another statement");
  expect(await steps()).toEqual([]);
});

it("a transaction above the size limit writes nothing", async () => {
  const large = "x".repeat(33_000_000);
  await expect(runPrepared([write([large, [], []]), write([large, [], []])])).rejects.toThrow(RangeError);
  expect(await steps()).toEqual([]);
});

it("a server error in the last statement rolls back the first", async () => {
  await expect(
    runPrepared([write(["first", [1n], []]), write(["second", ["no number"], []])]),
  ).rejects.toMatchObject({ code: "22P02" });
  expect(await steps()).toEqual([]);
});

it("every value arrives unchanged", async () => {
  const texts = ['"', "\\", "{a,b}", "NULL", "", " x ", "ünï\n😀", null];
  const statement = {
    name: "read_back",
    text: "select $1::text[] as texts, $2::bigint[]::text[] as numbers, $3::bytea[] as bytes, $4::boolean as yes, $5::bytea as one, $6::timestamptz[] as times, $7::float8[] as floats",
    values: [
      texts,
      [-1n, 2n ** 62n, null],
      [Buffer.from([0, 255, 92]), null],
      true,
      new Uint8Array([1, 2]),
      [new Date(0)],
      [1.5],
    ],
  };
  const [result] = await runPrepared([statement]);
  expect(result?.rows).toEqual([
    {
      texts,
      numbers: ["-1", "4611686018427387904", null],
      bytes: [Buffer.from([0, 255, 92]), null],
      yes: true,
      one: Buffer.from([1, 2]),
      times: [new Date(0)],
      floats: [1.5],
    },
  ]);
});
