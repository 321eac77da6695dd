import { longText, Sample } from "@/app/gallery/_components/sample";
import { SelectField } from "@/components/ui/forms/select-field";

const options = [
  { value: "daily", label: "Daily" },
  { value: "weekly", label: "Weekly" },
  { value: "yearly", label: "Yearly", disabled: true },
];

export function SelectFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <SelectField name="reset-interval" label="Resets" options={options} hint="At midnight UTC." />
      </Sample>
      <Sample state="Disabled">
        <SelectField name="disabled" label="Resets" options={options} disabled />
      </Sample>
      <Sample state="Error">
        <SelectField name="error" label="Resets" options={options} error="Choose an interval." />
      </Sample>
      <Sample state="Empty">
        <SelectField name="empty" label="Resets" options={[]} optional />
      </Sample>
      <Sample state="Long text">
        <SelectField name="long" label={longText} options={[{ value: "long", label: longText }]} />
      </Sample>
    </>
  );
}
