import './bar.css';
import './style.css';
import { byId } from './dom';
import { openPage, safeNext, showAccount } from './page';
import { signInForm } from './sign-in-form';

const page = openPage('page.signIn');
byId('form').append(signInForm(page, safeNext(new URLSearchParams(location.search).get('next'), location.origin)));
byId('form').querySelector('input')?.focus();
showAccount(page, await page.api.session());
