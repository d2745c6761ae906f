// The contents list is complete without this; with it, the list can be filtered by a name.
(() => {
  const nav = document.querySelector(".contents");
  const box = nav.querySelector(".filter");
  const input = box.querySelector("input");
  const found = document.getElementById("tt-found");
  const items = [...nav.querySelectorAll("li")];
  const names = items.map((item) => item.textContent.toLowerCase());
  const folds = [...nav.querySelectorAll("details")];
  const were = folds.map((fold) => fold.open);
  box.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    items.forEach((item, at) => {
      item.hidden = !names[at].includes(wanted);
      count += item.hidden ? 0 : 1;
    });
    folds.forEach((fold, at) => {
      const any = fold.querySelector("li:not([hidden])") !== null;
      fold.hidden = !any;
      fold.open = wanted ? any : were[at];
    });
    found.textContent = wanted ? `${count} found` : "";
  });
  input.addEventListener("keydown", (event) => {
    const wanted = input.value.trim().toLowerCase();
    const links = items.filter((item) => !item.hidden).map((item) => item.querySelector("a"));
    const exact = links.find((link) => link.textContent.toLowerCase() === wanted);
    const link = exact || links[0];
    if (event.key === "Enter" && wanted && link) {
      event.preventDefault();
      link.click();
    }
  });
})();
