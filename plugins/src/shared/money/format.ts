/** An amount in its currency as people write it here. What is less than a cent says so; what is nothing is not. */
export function money(amount: number, currency: string): string {
  const format = (value: number): string =>
    new Intl.NumberFormat(undefined, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(value);
  return amount > 0 && amount < 0.01 ? `<${format(0.01)}` : format(amount);
}
