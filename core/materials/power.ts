/**
 * base^exponent for base > 0 from + − × ÷ √ alone, so that every JavaScript engine gives the same bits
 * (Math.pow does not promise that). Whole exponents, which are all that published formulas use, take
 * repeated squaring; halves one square root more; the rest exp(exponent · ln base), good to about 1e-15 relative.
 */
export function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent)) return wholePower(base, exponent);
  if (Number.isInteger(2 * exponent)) return wholePower(Math.sqrt(base), 2 * exponent);
  return base === 0 ? (exponent > 0 ? 0 : Number.POSITIVE_INFINITY) : exponential(exponent * logarithm(base));
}

function wholePower(base: number, exponent: number): number {
  let remaining = Math.abs(exponent);
  let square = base;
  let result = 1;
  while (remaining > 0) {
    if (remaining % 2 === 1) result *= square;
    remaining = Math.floor(remaining / 2);
    if (remaining > 0) square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}

/** ln x = m ln 2 + 2 artanh((y − 1)/(y + 1)) with x = 2^m y and y within a factor √2 of 1. */
function logarithm(x: number): number {
  let y = x;
  let exponent = 0;
  for (; y > Math.SQRT2; y /= 2) exponent++;
  for (; y < Math.SQRT1_2; y *= 2) exponent--;
  const ratio = (y - 1) / (y + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let odd = 23; odd >= 1; odd -= 2) sum = sum * square + 1 / odd;
  return exponent * Math.LN2 + 2 * ratio * sum;
}

/** exp x = 2^m exp r with |r| ≤ ln 2 / 2, the latter by its Taylor series. */
function exponential(x: number): number {
  const exponent = Math.round(x / Math.LN2);
  const rest = x - exponent * Math.LN2;
  let sum = 1;
  for (let order = 16; order >= 1; order--) sum = 1 + (rest / order) * sum;
  return sum * wholePower(2, exponent);
}
