import { limits } from './limits.js';
import { detailsKey, emptyDetails } from './release-checks.js';
import { DeliveryMethod, type Path } from './words.js';

const product = ['name', 'version', 'deliveryMethod', 'category', 'introduction'];
const contact = ['name', 'mobile', 'email'];
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  company: ['registrationNumber', 'name', 'introduction', 'businessTermStart', 'businessTermEnd', 'businessLicense'],
  product,
  businessContact: contact,
  huaweiContact: contact,
};

/** Whether a path names a part of a request, as the paths of checks, findings and changes do. */
export function isRequestPath(path: Path): boolean {
  const [part = '', second, third] = path;
  if (path.length > limits.pathSegments) return false;
  if (part === 'supportingProducts') {
    return path.length <= 3 && (second === undefined || /^\d{1,2}$/.test(second)) && (third === undefined || product.includes(third));
  }
  if (part === 'materials') return path.length <= 2 && (second === undefined || /^[A-Z0-9_]{1,64}$/.test(second));
  if (part === 'quotation' || part === 'commitments') return path.length <= 2;
  const fields = Object.hasOwn(fieldsOf, part) ? fieldsOf[part]! : null;
  return fields !== null && path.length <= 2 && (second === undefined || fields.includes(second));
}

const information = ['name', 'productVersion', 'category', 'highlights', 'description', 'supportEmail', 'supportPhone', 'details', 'logo'];

/** Whether a path names a part of a release, as the paths of its checks and findings do. */
export function isReleasePath(path: Path): boolean {
  const [part = '', second, third, fourth] = path;
  if (path.length > limits.pathSegments || !information.includes(part)) return false;
  if (part === 'highlights') return path.length <= 2 && (second === undefined || /^\d{1,2}$/.test(second));
  if (part !== 'details') return path.length === 1;
  if (second === undefined) return true;
  const method = Object.values(DeliveryMethod).find((each) => detailsKey[each] === second);
  if (!method || (third !== undefined && !Object.hasOwn(emptyDetails[method], third))) return false;
  return fourth === undefined || (third === 'regions' && /^\d{1,2}$/.test(fourth));
}
