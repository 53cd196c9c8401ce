'use strict';

// The pages work without this. With it they stay fresh, orders are carried out in place, and what destroys asks first.
(function () {
    const every = 5000;
    const main = document.getElementById('main');
    const live = document.getElementById('live');
    if (!main || !live) {
        return;
    }

    function token() {
        return document.querySelector('.who input[name=token]').value;
    }

    function ask(address, options) {
        options.headers = Object.assign({Accept: 'text/html', 'X-Token': token()}, options.headers);
        options.signal = AbortSignal.timeout(options.method === 'POST' ? 150000 : 20000);
        return fetch(address, options);
    }

    function parsed(text) {
        return new DOMParser().parseFromString(text, 'text/html');
    }

    /** The login has ended: whoever it is has to log in again. */
    function isOut(answer) {
        return answer.status === 401 || new URL(answer.url).pathname.endsWith('/mail/login');
    }

    function element(name, text, attributes) {
        const made = document.createElement(name);
        made.textContent = text;
        for (const [key, value] of Object.entries(attributes || {})) {
            made.setAttribute(key, value);
        }
        return made;
    }

    // What keeps the page from being fresh: it stands above it until that has passed.

    function trouble(kind, ...words) {
        const shown = document.getElementById('trouble');
        if (shown && shown.dataset.kind === kind) {
            return;
        }
        const told = element('p', '', {id: 'trouble', class: 'said bad', role: 'alert', 'data-kind': kind});
        told.append(...words);
        if (shown) {
            shown.remove();
        }
        main.before(told);
    }

    function well() {
        const shown = document.getElementById('trouble');
        if (shown) {
            shown.remove();
        }
    }

    function away() {
        trouble('away', 'The server does not answer since ' + new Date().toLocaleTimeString()
            + '. What is shown here is from before; it is asked again every few seconds.');
    }

    /** Nothing that was typed is lost: who has logged in elsewhere goes on here. */
    function out() {
        const login = new URL('login', new URL(document.querySelector('.brand').href + '/'));
        login.searchParams.set('next', location.pathname + location.search);
        trouble('out', 'Your login has ended. What you have typed is still here: ',
            element('a', 'log in again in another tab', {href: login.href, target: '_blank'}),
            ', then go on in this one.');
    }

    /** Forms are of the login there is now. */
    function renew(fresh) {
        const field = fresh.querySelector('.who input[name=token]');
        if (field) {
            document.querySelectorAll('input[name=token]').forEach(each => each.value = field.value);
        }
    }

    // Keeping sections fresh.

    function changed(field) {
        if (field.type === 'checkbox' || field.type === 'radio') {
            return field.checked !== field.defaultChecked;
        }
        if (field.tagName === 'SELECT') {
            const first = [...field.options].some(each => each.defaultSelected) ? null : field.options[0];
            return [...field.options].some(each => each.selected !== (each.defaultSelected || each === first));
        }
        return field.type !== 'hidden' && field.value !== field.defaultValue;
    }

    function busy(part) {
        const selection = document.getSelection();
        const active = document.activeElement;
        return active !== main && active.id !== 'said' && part.contains(active)
            || !selection.isCollapsed && part.contains(selection.anchorNode)
            || [...part.querySelectorAll('input, textarea, select')].some(changed);
    }

    function freshen(section, next) {
        const text = next.innerHTML;
        if (busy(section) || text === section.dataset.last || text === section.innerHTML) {
            return;
        }
        const opened = [...section.querySelectorAll('details[open][id]')].map(each => each.id);
        section.replaceChildren(...next.childNodes);
        section.dataset.last = text;
        opened.map(id => document.getElementById(id)).filter(each => each).forEach(each => each.open = true);
    }

    function sections(page) {
        return [...page.querySelectorAll('#main > section[id]')].map(each => each.id).join(' ');
    }

    /** Where parts have come or gone, all of it is shown anew; what was said last stays. */
    function renewAll(fresh) {
        const said = document.getElementById('said');
        const focused = document.activeElement === said;
        fresh.getElementById('said').replaceWith(said);
        main.replaceChildren(...fresh.getElementById('main').childNodes);
        document.title = fresh.title;
        if (focused) {
            said.focus();
        }
    }

    async function refresh() {
        const answer = await ask(location.href, {headers: {'X-Refresh': 'yes'}});
        if (isOut(answer)) {
            if ([...main.querySelectorAll('input, textarea, select')].some(changed)) {
                out();
            } else {
                location.reload();
            }
            return;
        }
        const fresh = parsed(await answer.text());
        if (!fresh.getElementById('main')) {
            away();
            return;
        }
        well();
        renew(fresh);
        if (sections(fresh) !== sections(document) && !busy(main)) {
            renewAll(fresh);
            return;
        }
        for (const section of main.querySelectorAll(':scope > section[id]')) {
            const next = fresh.getElementById(section.id);
            if (next) {
                freshen(section, next);
            }
        }
    }

    let going = localStorage.getItem('posthouse-live') !== 'no';
    let asking = false;

    function showLive() {
        live.hidden = !main.querySelector(':scope > section[id]');
        live.setAttribute('aria-pressed', String(going));
        live.textContent = going ? 'Live' : 'Paused';
        live.title = going ? 'Stop keeping this page fresh' : 'Keep this page fresh';
    }

    live.addEventListener('click', () => {
        going = !going;
        localStorage.setItem('posthouse-live', going ? 'yes' : 'no');
        showLive();
    });

    async function look() {
        if (!going || asking || document.hidden || live.hidden || document.querySelector('dialog[open]')) {
            return;
        }
        asking = true;
        try {
            await refresh();
        } catch (e) {
            away();
        } finally {
            asking = false;
        }
    }

    setInterval(look, every);
    // Who comes back to it sees at once what has become of it.
    document.addEventListener('visibilitychange', look);

    // Orders.

    function say(text, done) {
        const said = document.getElementById('said');
        said.className = done ? 'said' : 'said bad';
        said.textContent = text;
        said.focus();
    }

    function show(text, address) {
        const page = parsed(text);
        main.replaceChildren(...page.getElementById('main').childNodes);
        document.title = page.title;
        well();
        history.replaceState(null, '', address);
        showLive();
        const said = document.getElementById('said');
        const words = said.textContent;
        // Said anew, or those who listen do not hear it.
        said.textContent = '';
        said.focus();
        said.textContent = words;
    }

    function post(form, button) {
        const data = new FormData(form);
        if (button && button.name) {
            data.append(button.name, button.value);
        }
        return ask(location.href, {
            method: 'POST',
            body: form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data)
        });
    }

    /** As a form of the login before is refused, it is sent as one of the present login. */
    async function posted(form, button) {
        const answer = await post(form, button);
        if (answer.status !== 403) {
            return answer;
        }
        const page = await ask(location.href, {headers: {'X-Refresh': 'yes'}});
        if (isOut(page)) {
            return page;
        }
        renew(parsed(await page.text()));
        return post(form, button);
    }

    async function send(form, button) {
        form.setAttribute('aria-busy', 'true');
        if (button) {
            button.disabled = true;
        }
        try {
            const answer = await posted(form, button);
            if (isOut(answer)) {
                out();
                document.getElementById('trouble').querySelector('a').focus();
            } else if ((answer.headers.get('Content-Type') || '').startsWith('text/html')) {
                show(await answer.text(), answer.url);
            } else {
                say(await answer.text(), answer.ok);
            }
        } catch (e) {
            say('No answer: the server may have done it or not. Look before you try again.', false);
        } finally {
            form.removeAttribute('aria-busy');
            if (button) {
                button.disabled = false;
            }
        }
    }

    function question(button, yes) {
        const dialog = element('dialog', '', {'aria-labelledby': 'question'});
        const form = element('form', '', {method: 'dialog'});
        form.append(
            element('button', 'No', {value: 'no', autofocus: ''}),
            element('button', button.textContent, {value: 'yes', class: 'grave'}));
        dialog.append(element('p', button.dataset.confirm, {id: 'question'}), form);
        dialog.addEventListener('close', () => {
            dialog.remove();
            if (dialog.returnValue === 'yes') {
                yes();
            }
        });
        document.body.append(dialog);
        dialog.showModal();
    }

    document.addEventListener('submit', event => {
        const form = event.target;
        const button = event.submitter;
        if (form.getAttribute('method') !== 'post' || form.hasAttribute('action')) {
            return;
        }
        event.preventDefault();
        if (button && button.dataset.confirm) {
            question(button, () => send(form, button));
        } else {
            send(form, button);
        }
    });

    // A file dropped on a section with a form for one is sent by it.

    function dropForm(event) {
        const section = event.target instanceof Element ? event.target.closest('section') : null;
        return section && event.dataTransfer.types.includes('Files') ? section.querySelector('form.drop') : null;
    }

    function over(form) {
        document.querySelectorAll('form.over').forEach(each => each.classList.toggle('over', each === form));
        if (form) {
            form.classList.add('over');
        }
    }

    document.addEventListener('dragover', event => {
        const form = dropForm(event);
        over(form);
        // Beside it, too, the browser would leave the page for the file.
        if (form || document.querySelector('form.drop') && event.dataTransfer.types.includes('Files')) {
            event.preventDefault();
            event.dataTransfer.dropEffect = form ? 'copy' : 'none';
        }
    });

    document.addEventListener('dragleave', event => {
        if (!event.relatedTarget) {
            over(null);
        }
    });

    document.addEventListener('drop', event => {
        over(null);
        const form = dropForm(event);
        if (document.querySelector('form.drop') && event.dataTransfer.types.includes('Files')) {
            event.preventDefault();
        }
        if (!form) {
            return;
        }
        if (event.dataTransfer.files.length !== 1) {
            say('One file at a time.', false);
            return;
        }
        form.elements.file.files = event.dataTransfer.files;
        form.requestSubmit();
    });

    showLive();
})();
