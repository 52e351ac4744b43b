/** A dictionary of OpenCC: pairs of a traditional character and its simplified ones, divided by `|`. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string;
  export default pairs;
}
