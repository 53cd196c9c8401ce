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
        options.signal = AbortSignal.timeout(150000);
        return fetch(address, options);
    }

    function parsed(text) {
        return new DOMParser().parseFromString(text, 'text/html');
    }

    /** The login has ended: whoever it is has to log in again. */
    function isOut(answer) {
        return answer.status === 401 || new URL(answer.url).pathname.endsWith('/mail/login');
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

    function busy(section) {
        const selection = document.getSelection();
        return section.contains(document.activeElement)
            || !selection.isCollapsed && section.contains(selection.anchorNode)
            || [...section.querySelectorAll('input, textarea, select')].some(changed);
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

    async function refresh() {
        const answer = await ask(location.href, {headers: {'X-Refresh': 'yes'}});
        if (isOut(answer)) {
            location.reload();
            return;
        }
        const fresh = parsed(await answer.text());
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

    setInterval(async () => {
        if (!going || asking || document.hidden || live.hidden || document.querySelector('dialog[open]')) {
            return;
        }
        asking = true;
        try {
            await refresh();
        } catch (e) {
            // The server is away for a moment.
        } finally {
            asking = false;
        }
    }, every);

    // Orders.

    function say(text, done) {
        const said = document.getElementById('said');
        said.className = done ? 'said' : 'said bad';
        said.textContent = text;
        said.focus();
    }

    function show(text, address) {
        const next = parsed(text).getElementById('main');
        main.replaceChildren(...next.childNodes);
        history.replaceState(null, '', address);
        showLive();
        const said = document.getElementById('said');
        const words = said.textContent;
        // Said anew, or those who listen do not hear it.
        said.textContent = '';
        said.focus();
        said.textContent = words;
    }

    async function send(form, button) {
        const data = new FormData(form);
        if (button && button.name) {
            data.append(button.name, button.value);
        }
        const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
        form.setAttribute('aria-busy', 'true');
        if (button) {
            button.disabled = true;
        }
        try {
            const answer = await ask(location.href, {method: 'POST', body});
            if (isOut(answer)) {
                location.reload();
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

    function element(name, text, attributes) {
        const made = document.createElement(name);
        made.textContent = text;
        for (const [key, value] of Object.entries(attributes || {})) {
            made.setAttribute(key, value);
        }
        return made;
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
