/** celsius(fahrenheit): in SQL, `SELECT celsius(temperature) AS c FROM s`. */
export function celsius(fahrenheit) {
  if (typeof fahrenheit !== 'number') throw new Error(`celsius of ${typeof fahrenheit}`)
  return Math.round(((fahrenheit - 32) * 5 * 100) / 9) / 100
}
