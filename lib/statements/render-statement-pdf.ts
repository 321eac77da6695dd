import "server-only";
import { product } from "@/lib/config/product";
import { formatsFor } from "@/lib/kernel/format";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { closeSheet, drawRule, drawTag, drawText, openSheet, type Paper, type Sheet } from "@/lib/pdf/sheet";
import { drawTable, type TableRow } from "@/lib/pdf/table";
import { monthName } from "./rules/months";
import { drawNotes, fontNotes, shortened } from "@/lib/pdf/notes";
import { printableText } from "@/lib/pdf/printable-text";
import {
  changeOf,
  decimalsOf,
  inProgressName,
  requestsOf,
  type Statement,
  type StatementEntry,
} from "./rules/statement";

/** A file has the same dates for everyone who reads it. */
const formats = formatsFor("en-US");
/** More of a reason than this does not help to recognize a transaction. */
const reasonLengthMax = 300;

type Amount = (amountNanos: Nanos) => string;

/** A statement as a PDF file. Amounts have all decimals that any of them needs, so that columns align and add up. */
export async function renderStatementPdf(
  statement: Statement,
  paper: Paper,
): Promise<Uint8Array<ArrayBuffer>> {
  const decimals = decimalsOf(statement);
  const amount: Amount = (nanos) => formatDollars(nanos, { decimals });
  const name = printableText(statement.workspace.name);
  const title = `${product.name} statement, ${monthName(statement.month)}`;
  const sheet = openSheet(paper, `${title}, ${name}`, product.name);
  drawHeader(sheet, statement);
  drawSummary(sheet, statement, amount);
  drawNotes(sheet, notesOf(statement));
  sheet.y += 18;
  drawEntries(sheet, statement, amount);
  drawUsage(sheet, "model", statement, amount);
  drawUsage(sheet, "key", statement, amount);
  const state = statement.isFinished ? "" : " · In progress";
  return closeSheet(sheet, shortened(`${title} · ${name}`, 80) + state);
}

function drawHeader(sheet: Sheet, statement: Statement): void {
  const { month, workspace, from, to, zones, readAt, isFinished } = statement;
  const half = { x: 0, width: sheet.width / 2 };
  const right = { x: sheet.width / 2, width: sheet.width / 2 };
  drawText(sheet, product.name, half, { size: 12, bold: true });
  drawText(sheet, "Statement of credits", right, { size: 12, align: "right" });
  sheet.y += 26;
  if (!isFinished) drawTag(sheet, "In progress", sheet.width);
  sheet.y +=
    drawText(sheet, monthName(month), { x: 0, width: sheet.width - 90 }, { size: 20, bold: true }) + 8;
  const [first] = zones;
  const last = new Date(to.getTime() - 1);
  const lastZone = zones.at(-1) ?? "UTC";
  const facts = [
    ["Workspace", printableText(workspace.name)],
    ["Workspace ID", workspace.id],
    ["Period", `${formats.day(from, first ?? "UTC")} to ${formats.day(last, lastZone)}`],
    ["Time zone", zones.join(", then ")],
    [isFinished ? "Created" : "As of", `${formats.moment(readAt, "UTC")} UTC`],
  ] as const;
  for (const [term, text] of facts) {
    drawText(sheet, term, { x: 0, width: 90 }, { muted: true });
    sheet.y += drawText(sheet, text, { x: 90, width: sheet.width - 90 }) + 3;
  }
  sheet.y += 14;
}

function drawSummary(sheet: Sheet, statement: Statement, amount: Amount): void {
  const { openingNanos, sections, usedNanos, closingNanos } = statement;
  drawTable(
    sheet,
    "Summary",
    [
      { header: "", share: 0.6 },
      { header: "Amount", share: 0.4, align: "right" },
    ],
    [
      { cells: ["Opening balance", amount(openingNanos)] },
      ...sections.map(({ name, totalNanos }) => ({ cells: [name, amount(totalNanos)] })),
      { cells: ["Usage", amount(-usedNanos)] },
      { cells: ["Closing balance", amount(closingNanos)], bold: true, rule: "strong" },
    ],
  );
  sheet.y -= 18;
  drawRule(sheet, "double");
  sheet.y += 8;
  const proof = `Opening balance ${amount(openingNanos)} plus transactions ${amount(changeOf(statement))} is the closing balance ${amount(closingNanos)}.`;
  sheet.y += drawText(sheet, proof, { x: 0, width: sheet.width }, { size: 8, muted: true }) + 2;
}

function drawEntries(sheet: Sheet, { sections }: Statement, amount: Amount): void {
  const entries = sections
    .flatMap((section) => section.entries)
    .toSorted((one, other) => one.number - other.number);
  const none: TableRow = { cells: ["", "", "None in this month", ""] };
  drawTable(
    sheet,
    "Transactions other than usage",
    [
      { header: "Date", share: 0.15 },
      { header: "No.", share: 0.12 },
      { header: "Description", share: 0.48 },
      { header: "Amount", share: 0.25, align: "right" },
    ],
    entries.length === 0 ? [none] : entries.map((entry) => entryRow(entry, amount)),
  );
}

function entryRow(entry: StatementEntry, amount: Amount): TableRow {
  const { day, number, code, reason, purchaseId, amountNanos } = entry;
  const notes = [
    // A purchase's own reason says nothing that its label does not.
    code !== "purchase" && reason && shortened(printableText(reason), reasonLengthMax),
    purchaseId && `Purchase ${purchaseId}`,
  ];
  const text = notes.filter(Boolean).join("\n");
  return {
    cells: [
      formats.day(new Date(`${day}T12:00:00Z`), "UTC"),
      String(number).padStart(6, "0"),
      printableText(transferLabel(code)),
      amount(amountNanos),
    ],
    ...(text && { note: { column: 2, text } }),
  };
}

function drawUsage(sheet: Sheet, by: "model" | "key", statement: Statement, amount: Amount): void {
  const usage = by === "model" ? statement.byModel : statement.byKey;
  const rows: TableRow[] = usage.lines.map(({ name, label, requests, costNanos }) => ({
    cells: [printableText(name), formats.count(requests), amount(costNanos)],
    ...(label !== null && { note: { column: 0, text: printableText(label) } }),
  }));
  if (usage.inProgressNanos !== 0n) rows.push({ cells: [inProgressName, "", amount(usage.inProgressNanos)] });
  drawTable(
    sheet,
    `Usage by ${by}`,
    [
      { header: by === "model" ? "Model" : "Key", share: 0.5 },
      { header: "Requests", share: 0.2, align: "right" },
      { header: "Cost", share: 0.3, align: "right" },
    ],
    [
      ...rows,
      {
        cells: ["Total usage", formats.count(requestsOf(usage)), amount(statement.usedNanos)],
        bold: true,
        rule: "strong",
      },
    ],
  );
}

function notesOf(statement: Statement): readonly string[] {
  const { workspace, byModel, byKey, sections, isFinished } = statement;
  const texts = [
    workspace.name,
    ...[...byModel.lines, ...byKey.lines].map(({ name }) => name),
    ...sections.flatMap(({ entries }) => entries.map(({ reason }) => reason ?? "")),
  ];
  return [
    "1 credit is 1 US dollar.",
    ...(isFinished ? [] : ["This month is not over: transactions will be added."]),
    ...(byModel.inProgressNanos === 0n
      ? []
      : [
          "Usage counts in the month in which it is charged, when a request ends. By model and by key, requests are counted when they begin.",
        ]),
    ...fontNotes(texts),
  ];
}
