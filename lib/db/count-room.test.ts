import { expect, test } from "vitest";
import { judgeRoom } from "./count-room";

const delivered = { maxConnections: 100, reserved: 3, ofDatabase: null, ofRole: null };

test("says how many instances fit, the reserved connections left out", () => {
  expect(judgeRoom(delivered, 45)).toEqual({
    instances: 2,
    sentence:
      "an instance opens up to 45 connections (DATABASE_CONNECTIONS), and there are 97: 2 instances fit",
  });
  expect(judgeRoom(delivered, 48).instances).toBe(2);
});

test("says what to do where a new version cannot start beside the old one, or none can start", () => {
  expect(judgeRoom(delivered, 49)).toMatchObject({
    instances: 1,
    sentence: expect.stringContaining(
      "none can start beside it; lower it to 48, or raise max_connections of the server",
    ),
  });
  expect(judgeRoom({ ...delivered, maxConnections: 25 }, 20).sentence).toMatch(
    /there are 22: 1 instance fits, and none can start beside it; raise max_connections of the server$/,
  );
  expect(judgeRoom(delivered, 98)).toMatchObject({
    instances: 0,
    sentence: expect.stringContaining("no instance fits; lower it to 97, or raise"),
  });
});

test("the role and the database may be bounded more tightly than the server", () => {
  expect(judgeRoom({ ...delivered, ofRole: 50 }, 45)).toMatchObject({
    instances: 1,
    sentence: expect.stringContaining("lower it to 25, or raise the CONNECTION LIMIT of the role"),
  });
  expect(judgeRoom({ ...delivered, ofDatabase: 10, ofRole: 50 }, 45)).toMatchObject({
    instances: 0,
    sentence: expect.stringMatching(/no instance fits; raise the CONNECTION LIMIT of the database$/),
  });
});
