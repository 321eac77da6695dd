import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { defaultFormats, type FormatChoice, formatChoices, formatRelative, formatsFor } from "./format";
import { parseDollars } from "./money";

const moment = new Date("2026-11-21T11:37:05Z");
const afternoon = new Date("2026-09-03T14:05:09Z");

/** What each choice writes: a number, an amount, a share, an axis label, a duration, a size. */
const numbers: Readonly<Record<FormatChoice, readonly string[]>> = {
  "en-US": ["1,234,567", "−$1,234.56", "53.8%", "10.6M", "1.24 s", "3.1 MB"],
  "en-GB": ["1,234,567", "−$1,234.56", "53.8%", "10.6M", "1.24 s", "3.1 MB"],
  "de-DE": ["1.234.567", "−$1.234,56", "53,8%", "10,6M", "1,24 s", "3,1 MB"],
  "fr-FR": ["1\u00a0234\u00a0567", "−$1\u00a0234,56", "53,8%", "10,6M", "1,24 s", "3,1 MB"],
  iso: ["1,234,567", "−$1,234.56", "53.8%", "10.6M", "1.24 s", "3.1 MB"],
};

/** A moment, a day, a day without its year, a moment in a list, a time to the second and to the minute. */
const dates: Readonly<Record<FormatChoice, readonly string[]>> = {
  "en-US": ["Sep 3, 2026, 2:05:09 PM", "Sep 3, 2026", "Sep 3", "Sep 3, 2:05 PM", "2:05:09 PM", "2:05 PM"],
  "en-GB": ["3 Sep 2026, 14:05:09", "3 Sep 2026", "3 Sep", "3 Sep, 14:05", "14:05:09", "14:05"],
  "de-DE": ["03.09.2026, 14:05:09", "03.09.2026", "03.09.", "03.09., 14:05", "14:05:09", "14:05"],
  "fr-FR": ["03/09/2026 14:05:09", "03/09/2026", "03/09", "03/09 14:05", "14:05:09", "14:05"],
  iso: ["2026-09-03 14:05:09", "2026-09-03", "09-03", "09-03 14:05", "14:05:09", "14:05"],
};

describe("a choice of format", () => {
  test.each(formatChoices)("%s has its own separators, and English words", (choice) => {
    const { count, dollars, percent, compact, duration, size } = formatsFor(choice);
    expect([
      count(1_234_567n),
      dollars(-1_234_560_000_000n),
      percent(0.538),
      compact(10_600_000),
      duration(1_240),
      size(3_140_000),
    ]).toEqual(numbers[choice]);
  });

  it("rounds sizes up below a megabyte, so that no file has 0 kB", () => {
    const { size } = defaultFormats;
    expect([0, 1, 1_001, 998_001, 999_001, 9_949_999, 9_950_000, 1_234_567_890].map(size)).toEqual([
      "0 kB",
      "1 kB",
      "2 kB",
      "999 kB",
      "1.0 MB",
      "9.9 MB",
      "10 MB",
      "1,235 MB",
    ]);
  });

  test.each(formatChoices)("%s has its own order of a date and its own clock", (choice) => {
    const { moment: whole, day, shortDay, shortMoment, timeOfDay, shortTime } = formatsFor(choice);
    expect(
      [whole, day, shortDay, shortMoment, timeOfDay, shortTime].map((write) => write(afternoon, "UTC")),
    ).toEqual(dates[choice]);
  });

  test.each(formatChoices)(
    "%s shows the digits of every amount, so that it reads back as the same",
    (choice) => {
      const { dollars, separated } = formatsFor(choice);
      const [group = "", decimal = ""] = separated(",.");
      const amounts = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
      fc.assert(
        fc.property(amounts, (amount) => {
          const plain = dollars(amount, { exact: true }).replaceAll(group, "").replace(decimal, ".");
          expect(parseDollars(plain)).toBe(amount);
        }),
      );
    },
  );

  test.each(formatChoices)("%s never shows more than a balance, and aligns a column", (choice) => {
    const { dollars, separated } = formatsFor(choice);
    expect(dollars(999_999_999n, { floor: true })).toBe(separated("$0.99"));
    expect(dollars(1n, { decimals: 4 })).toBe(separated("<$0.0001"));
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(amounts, (amount) => {
        const text = dollars(amount, { decimals: 4 });
        expect(text.length - text.lastIndexOf(separated("."))).toBe(5);
      }),
    );
  });

  it("is one object, so that a component can compare it", () => {
    expect(formatsFor("de-DE")).toBe(formatsFor("de-DE"));
    expect(formatsFor("en-US")).toBe(defaultFormats);
  });
});

describe("formats of dates and shares", () => {
  it("writes dates as an American reader does, with plain spaces, in the given zone", () => {
    const { moment: whole, day, shortMoment, timeOfDay } = defaultFormats;
    expect(whole(moment, "UTC")).toBe("Nov 21, 2026, 11:37:05 AM");
    expect(whole(moment, "Europe/Berlin")).toBe("Nov 21, 2026, 12:37:05 PM");
    expect(day(moment, "Pacific/Auckland")).toBe("Nov 22, 2026");
    expect(day(new Date("2026-09-03T00:00:00Z"), "UTC")).toBe("Sep 3, 2026");
    expect(shortMoment(moment, "Europe/Berlin")).toBe("Nov 21, 12:37 PM");
    expect(timeOfDay(new Date("2026-11-21T00:05:09Z"), "UTC")).toBe("12:05:09 AM");
  });

  it("writes American dates as the platform does, at any moment", () => {
    const platform = new Intl.DateTimeFormat("en-US", {
      timeZone: "America/New_York",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      second: "2-digit",
    });
    const range = { min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (at) => {
        const text = platform.format(at).replaceAll("\u202f", " ");
        expect(defaultFormats.moment(at, "America/New_York")).toBe(text);
      }),
    );
  });

  it("tells the distance within a day, and leaves the rest to the date", () => {
    const after = (seconds: number) => formatRelative(moment, new Date(moment.getTime() + seconds * 1_000));
    expect(after(3)).toBe("just now");
    expect(after(45)).toBe("45 s ago");
    expect(after(18 * 60 + 59)).toBe("18 min ago");
    expect(after(23.9 * 3_600)).toBe("23 h ago");
    expect(after(-5 * 3_600)).toBe("in 5 h");
    expect(after(86_400)).toBeNull();
    expect(after(-90_000)).toBeNull();
  });

  it("writes a share with one decimal and no space", () => {
    expect(defaultFormats.percent(0.538)).toBe("53.8%");
    expect(defaultFormats.percent(1)).toBe("100.0%");
    expect(defaultFormats.percent(0.00049)).toBe("0.0%");
  });
});
