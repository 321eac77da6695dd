import { expect, test } from "vitest";
import { judgeRoom } from "./count-room";

const defaults = { maxConnections: 100, reserved: 3, ofDatabase: null, ofRole: null };

test("counts the instances that fit, without the reserved connections", () => {
  expect(judgeRoom(defaults, 45)).toEqual({
    instances: 2,
    sentence:
      "an instance opens up to 45 connections (DATABASE_CONNECTIONS), and there are 97: 2 instances fit",
  });
  expect(judgeRoom(defaults, 48).instances).toBe(2);
});

test("says what to do when a new version cannot start beside the old one, or no instance can start", () => {
  expect(judgeRoom(defaults, 49)).toMatchObject({
    instances: 1,
    sentence: expect.stringContaining(
      "none can start beside it; lower it to 48, or raise max_connections of the server",
    ),
  });
  expect(judgeRoom({ ...defaults, maxConnections: 25 }, 20).sentence).toMatch(
    /there are 22: 1 instance fits, and none can start beside it; raise max_connections of the server$/,
  );
  expect(judgeRoom(defaults, 98)).toMatchObject({
    instances: 0,
    sentence: expect.stringContaining("no instance fits; lower it to 97, or raise"),
  });
});

test("the role and the database may have lower limits than the server", () => {
  expect(judgeRoom({ ...defaults, ofRole: 50 }, 45)).toMatchObject({
    instances: 1,
    sentence: expect.stringContaining("lower it to 25, or raise the CONNECTION LIMIT of the role"),
  });
  expect(judgeRoom({ ...defaults, ofDatabase: 10, ofRole: 50 }, 45)).toMatchObject({
    instances: 0,
    sentence: expect.stringMatching(/no instance fits; raise the CONNECTION LIMIT of the database$/),
  });
});
