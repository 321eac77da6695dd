"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { fail, neverDone, succeed } from "@/app/gallery/_components/sample-actions";
import { SettingSwitch } from "@/components/ui/forms/setting-switch";

const texts = { title: "Zero data retention only", consequence: "Off. Providers may keep prompts." };
const facts = ["3 of 12 endpoints will stop working: heron, wren at Quarry.", "You used none of them."];

export function SettingSwitchSamples() {
  return (
    <>
      <Sample state="Saved at once, with a toast that undoes it">
        <SettingSwitch {...texts} action={succeed} fields={{ setting: "one" }} checked={false} />
      </Sample>
      <Sample state="Asks first">
        <SettingSwitch
          {...texts}
          action={succeed}
          fields={{ setting: "two" }}
          checked={false}
          question={{ on: { facts, confirmLabel: "Require zero retention" } }}
        />
      </Sample>
      <Sample state="Error: falls back to what is saved">
        <SettingSwitch {...texts} action={fail} fields={{ setting: "three" }} checked />
      </Sample>
      <Sample state="Pending and disabled">
        <div className="flex flex-col gap-4">
          <SettingSwitch {...texts} action={neverDone} fields={{ setting: "four" }} checked={false} />
          <SettingSwitch {...texts} action={succeed} fields={{ setting: "five" }} checked disabled />
        </div>
      </Sample>
      <Sample state="Long text">
        <SettingSwitch
          title={longText}
          consequence={longText}
          action={succeed}
          fields={{ setting: "six" }}
          checked={false}
          question={{ on: { facts: [longText], confirmLabel: "Allow" } }}
        />
      </Sample>
    </>
  );
}
