declare module "mistral-tokenizer-js" {
  const tokenizer: {
    encode(text: string, addStart?: boolean, addSpaceBefore?: boolean): number[];
  };
  export default tokenizer;
}
