import './bar.css';
import './style.css';
import { byId } from './dom';
import { offerIssuer, showProblem } from './issuer';
import { openPage, safeNext, showAccount } from './page';
import { signInForm } from './sign-in-form';

const page = openPage('page.signIn');
const asked = new URLSearchParams(location.search);
const next = safeNext(asked.get('next'), location.origin);
byId('form').append(signInForm(page, next));
showProblem(byId('form'), page, asked.get('problem'));
void offerIssuer(byId('form'), page, next);
byId('form').querySelector('input')?.focus();
showAccount(page, await page.api.session());
