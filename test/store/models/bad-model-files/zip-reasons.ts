/** What is said of an entry of a zip whose header lies about it. */
export const disagree = (name: string) => `the two headers of ${name} disagree`;
export const over = (name: string) => `${name} lies over another part of the file`;
export const otherSize = (name: string) => `${name} has another size than it says`;
export const tooLarge = (name: string) => `${name} is larger than it may be`;
export const tooWide = (name: string) => `${name} expands too much`;
