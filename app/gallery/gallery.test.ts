import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Files of the two folders that are no components, and why. */
const notComponents: Readonly<Record<string, string>> = {
  "ui/classes.ts": "joins class names",
  "ui/move-focus.ts": "moves the focus in a list by arrow keys",
  "ui/formats.tsx": "the context of the viewer's formats and the hook that reads it",
  "ui/use-on-demand.ts": "the hook that loads a component at its first use",
  "ui/actions/button-face.ts": "the classes of buttons and of links that look like one",
  "ui/actions/copy-result.ts": "what a copy button says",
  "ui/actions/icon-button-face.ts": "the classes of buttons with an icon only",
  "ui/dates/calendar-month.tsx": "one month of the calendar",
  "ui/feedback/notices.ts": "messages on their way to the toasts",
  "ui/feedback/tone.ts": "the colors of tones",
  "ui/forms/announced-action.ts": "announces an action's result in a toast",
  "ui/forms/one-at-a-time.ts": "the hook that lets a form be submitted once at a time",
  "ui/forms/reach-server.ts": "catches an action that gets no response",
  "ui/forms/submit-change.ts": "submits a control's form at once",
  "ui/forms/use-hydrated.ts": "a hook for what works only with script",
  "ui/forms/form-result.ts": "what a form does when its result arrives",
  "ui/forms/form-context.ts": "the context of fields and the hook that reads it",
  "ui/forms/use-action.ts": "the hook that runs an action without a form",
  "ui/overlays/anchored.ts": "the hook that opens a panel beside its trigger",
  "ui/overlays/beside.ts": "where such a panel goes",
  "ui/overlays/use-close-sheet.ts": "the hook that closes a sheet with its own address",
  "product/page-failed.ts": "the event of a page that failed",
  "product/server-contact.ts": "whether the server can be reached",
  "product/session-ended.ts": "reads of a page whose session may end",
  "product/refresh-while-running.tsx": "reads the page again while something on it is being done",
  "product/use-refresh.ts": "hooks that read the page again",
  "product/frame/navigation.ts": "the list of destinations",
  "product/frame/navigation-start.ts": "the event of a navigation that starts",
  "product/frame/prefetched.ts": "which pages were fetched ahead, and when",
  "product/frame/palette-entries.ts": "the palette's commands",
  "product/frame/palette-filter.ts": "which of its entries match",
  "product/frame/palette-names.ts": "the hook that reads names for the palette",
  "product/frame/palette-recent.ts": "the last commands",
  "product/frame/use-theme.ts": "the hook that changes the theme",
  "product/frame/shortcuts.ts": "hooks for the keyboard",
};

const files = ["ui", "product"]
  .flatMap((folder) =>
    readdirSync(`components/${folder}`, { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file.replaceAll("\\", "/")}`,
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));

/** Read as text: the list imports components, which only a browser or Next can load. */
const listed = [
  ...readFileSync("app/gallery/_samples/list.ts", "utf8").matchAll(/^ {2}"?([a-z/-]+)"?: \w+,$/gm),
].map(([, file = ""]) => `${file}.tsx`);

test("every component is in the gallery", () => {
  expect(listed.length).toBeGreaterThan(40);
  expect(listed.toSorted()).toEqual(files.filter((file) => !(file in notComponents)).toSorted());
});

test("files that are no components exist", () => {
  expect(Object.keys(notComponents).filter((file) => !existsSync(`components/${file}`))).toEqual([]);
});

test("the samples of a component import it", () => {
  const without = listed.filter((file) => {
    const samples = readFileSync(`app/gallery/_samples/${file}`, "utf8");
    return !samples.includes(`"@/components/${file.slice(0, -".tsx".length)}"`);
  });
  expect(without).toEqual([]);
});

test("the gallery is no page in production", () => {
  const pages = readdirSync("app/gallery", { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|[\\/])(page|route|layout)\./.test(file),
  );
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.filter((file) => !file.endsWith("page.dev.tsx"))).toEqual([]);
});
