import { Sample } from "@/app/gallery/_components/sample";
import { CodeField } from "@/components/product/code-field";
import { FormContext } from "@/components/ui/forms/form-context";

export function CodeFieldSamples() {
  return (
    <>
      <Sample state="Default">
        <CodeField />
      </Sample>
      <Sample state="While the app is set up">
        <CodeField firstCode />
      </Sample>
      <Sample state="Error, in place of the hint">
        <FormContext value={{ status: "error", fieldErrors: { factorCode: "That code isn't right." } }}>
          <CodeField />
        </FormContext>
      </Sample>
    </>
  );
}
