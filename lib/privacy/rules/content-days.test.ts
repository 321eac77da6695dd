import { expect, test } from "vitest";
import { downloadedDays } from "./content-days";

const errorsOf = (query: object) =>
  downloadedDays.safeParse(query).error?.issues.map(({ message }) => message) ?? [];

test.each([
  [{}, []],
  [{ from: "2026-11-02" }, []],
  [{ from: "2026-11-02", to: "2026-11-02" }, []],
  [{ from: "2026-11-03", to: "2026-11-02" }, ["`from` must not be after `to`."]],
  [{ form: "2026-11-02" }, ["The parameters are `from` and `to`."]],
  [{ from: "yesterday" }, ["Choose a day."]],
])("a download of the days %j has the errors %j", (query, errors) => {
  expect(errorsOf(query)).toEqual(errors);
});
