'use strict';

// The page works without this: it keeps what is shown fresh, and sends jars.
(function () {
    const every = 5000;

    function busy(section) {
        return section.contains(document.activeElement) || section.contains(document.getSelection().anchorNode)
                && !document.getSelection().isCollapsed;
    }

    async function refresh() {
        if (document.hidden) {
            return;
        }
        const answer = await fetch(location.pathname, {headers: {Accept: 'text/html', 'X-Refresh': 'yes'}});
        if (answer.redirected) {
            location.reload();
            return;
        }
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const section of document.querySelectorAll('main > section')) {
            const next = fresh.getElementById(section.id);
            if (next && !busy(section) && next.innerHTML !== section.dataset.last) {
                section.dataset.last = next.innerHTML;
                section.replaceChildren(...next.childNodes);
                prepare(section);
            }
        }
    }

    function prepare(root) {
        for (const button of root.querySelectorAll('button[value=delete], button[value=remove], button[value=stop]')) {
            button.addEventListener('click', event => {
                if (!confirm(button.value + ' ' + button.form.elements[0].value + '?')) {
                    event.preventDefault();
                }
            });
        }
        const form = root.querySelector('#install');
        if (form) {
            form.hidden = false;
            form.addEventListener('submit', install);
        }
    }

    async function install(event) {
        event.preventDefault();
        const file = event.target.elements.jar.files[0];
        await fetch(location.pathname + '/plugins?file=' + encodeURIComponent(file.name), {method: 'PUT', body: file});
        location.reload();
    }

    if (document.querySelector('main > section')) {
        prepare(document);
        setInterval(() => refresh().catch(() => {}), every);
    }
})();
