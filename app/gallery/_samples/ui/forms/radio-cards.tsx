import { longText, Sample } from "@/app/gallery/_components/sample";
import { RadioCards } from "@/components/ui/forms/radio-cards";

const options = [
  { value: "10", label: "$10.00", hint: "About 10,000 requests" },
  { value: "50", label: "$50.00" },
  { value: "100", label: "$100.00", disabled: true },
];

export function RadioCardsSamples() {
  return (
    <>
      <Sample state="Default, with a disabled option">
        <RadioCards name="amount" legend="Amount" options={options} defaultValue="10" columns={3} />
      </Sample>
      <Sample state="Error">
        <RadioCards name="unset" legend="Amount" options={options} error="Choose an amount." />
      </Sample>
      <Sample state="Long text">
        <RadioCards
          name="long"
          legend={longText}
          options={[{ value: "long", label: longText, hint: longText }]}
          defaultValue="long"
        />
      </Sample>
    </>
  );
}
