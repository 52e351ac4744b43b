/** Opens the product as it is installed here, for each of its hosts. */
import { presentEngines } from './engines/presence.ts';
import { installation } from './installation.ts';
import { openProduct, type Product, type ProductOptions } from './services/product.ts';

type HostOptions = Omit<ProductOptions, 'version' | 'builtInCorpora' | 'engines'>;

/** @throws VerseloomError as `openProduct` */
export const openInstalledProduct = (options: HostOptions): Promise<Product> =>
  openProduct({
    version: installation.version,
    builtInCorpora: installation.builtInCorpora,
    engines: presentEngines(),
    ...options,
  });
