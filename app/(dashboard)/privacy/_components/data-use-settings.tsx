import { SettingGroup } from "@/components/ui/forms/setting-row";
import { type SettingQuestion, SettingSwitch } from "@/components/ui/forms/setting-switch";
import { getLoggingDiscount } from "@/lib/activity/get-logging-discount";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import type { ChangePreviews } from "@/lib/privacy/preview-changes";
import { attempt } from "@/lib/web/attempt";
import { saveSetting } from "../actions";
import { dataUseQuestion, loggingQuestion } from "./setting-words";

type ContentSettingsProps = {
  readonly actor: Actor;
  readonly settings: PrivacySettings;
  readonly since: Date | null;
  readonly timeZone: string;
  readonly canChange: boolean;
};

/** Whether prompts and completions are stored, and what that has saved so far. */
export async function ContentSettings(props: ContentSettingsProps) {
  const { actor, settings, since, timeZone, canChange } = props;
  const [formats, saved] = await Promise.all([viewerFormats(), savedSoFar(actor, timeZone)]);
  const { logPrompts } = settings;
  return (
    <SettingGroup id="logging" title="Content">
      <SettingSwitch
        action={saveSetting}
        fields={{ setting: "logPrompts" }}
        title="Store prompts and completions"
        consequence={`${
          logPrompts
            ? `On${since ? ` since ${formats.day(since, timeZone)}` : ""}. New prompts and completions are stored, encrypted. Owners and admins can read and delete them. Usage costs 1% less.`
            : "Off. New prompts and completions are not stored, even on errors. Storing them makes usage 1% cheaper."
        }${saved}`}
        checked={logPrompts}
        disabled={!canChange}
        question={{ on: loggingQuestion }}
      />
    </SettingGroup>
  );
}

/** A sentence with the sum of the discounts, to the nano-dollar; empty for members and before the first one. */
async function savedSoFar(actor: Actor, timeZone: string): Promise<string> {
  const [read, formats] = await Promise.all([attempt(getLoggingDiscount(actor)), viewerFormats()]);
  if (!read.ok) return " The discount so far couldn't be loaded.";
  if (!read.value) return "";
  const { savedNanos, since } = read.value;
  return ` Discount so far: ${formats.dollars(savedNanos, { exact: true })}, counted since ${formats.day(since, timeZone)}.`;
}

type TrainingSettingsProps = {
  readonly settings: PrivacySettings;
  readonly switches: ChangePreviews["switches"];
  readonly canChange: boolean;
};

/** What providers may do with prompts. Each switch shows which endpoints it stops before it is saved. */
export function TrainingSettings({ settings, switches, canChange }: TrainingSettingsProps) {
  const rows = trainingRows(settings, switches);
  return (
    <SettingGroup
      id="training"
      title="Training and data use"
      description="If no endpoint is left for a model, the request fails with the reason. Nothing is sent or charged."
    >
      {rows.map(({ setting, ...row }) => (
        <SettingSwitch
          key={setting}
          {...row}
          action={saveSetting}
          fields={{ setting }}
          checked={settings[setting]}
          disabled={!canChange}
        />
      ))}
    </SettingGroup>
  );
}

function trainingRows(settings: PrivacySettings, switches: ChangePreviews["switches"]): readonly Row[] {
  const trains =
    "Providers may keep your inputs and train models on them. What they received can't be taken back.";
  const training = (setting: "trainPaid" | "trainFree") => ({
    on: dataUseQuestion(switches[setting], { loosens: trains, confirmLabel: "Allow training" }),
    off: dataUseQuestion(switches[setting], { loosens: null, confirmLabel: "Stop using them" }),
  });
  return [
    {
      setting: "trainPaid",
      title: "Paid endpoints may train on inputs",
      consequence: settings.trainPaid
        ? "On. Paid endpoints that train, or whose policy is unknown, can be used."
        : "Off. Paid endpoints that train, or whose policy is unknown, are not used.",
      question: training("trainPaid"),
    },
    {
      setting: "trainFree",
      title: "Free endpoints may train on inputs",
      consequence: settings.trainFree
        ? "On. Free endpoints that train, or whose policy is unknown, can be used."
        : "Off. Most free endpoints require this.",
      question: training("trainFree"),
    },
    {
      setting: "mayPublish",
      title: "Endpoints may publish inputs",
      consequence: settings.mayPublish
        ? "On. Endpoints whose provider may publish inputs, or whose policy is unknown, can be used."
        : "Off. Endpoints whose provider may publish inputs, or whose policy is unknown, are not used.",
      question: {
        on: dataUseQuestion(switches.mayPublish, {
          loosens: "Providers may publish your inputs. What was published can't be taken back.",
          confirmLabel: "Allow publication",
        }),
        off: dataUseQuestion(switches.mayPublish, { loosens: null, confirmLabel: "Stop using them" }),
      },
    },
    {
      setting: "zeroRetentionOnly",
      title: "Zero data retention only",
      consequence: settings.zeroRetentionOnly
        ? "On. Only providers that discard prompts as soon as they respond are used."
        : "Off. Providers that keep prompts for some time can be used.",
      question: {
        on: dataUseQuestion(switches.zeroRetentionOnly, {
          loosens: null,
          confirmLabel: "Require zero retention",
        }),
        off: dataUseQuestion(switches.zeroRetentionOnly, {
          loosens: "Providers may keep your prompts for as long as their policy says.",
          confirmLabel: "Allow providers that keep prompts",
        }),
      },
    },
  ];
}

type Row = {
  readonly setting: "trainPaid" | "trainFree" | "mayPublish" | "zeroRetentionOnly";
  readonly title: string;
  readonly consequence: string;
  readonly question: { readonly on: SettingQuestion | null; readonly off: SettingQuestion | null };
};
