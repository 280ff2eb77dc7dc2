// The page shows the API and sends nothing to it: people should not paste access tokens into web pages.
const nothing = () => () => null;

SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  supportedSubmitMethods: [],
  // Swagger UI would ask validator.swagger.io about a description that is not on localhost.
  validatorUrl: null,
  // An address of the page must not choose another description.
  queryConfigEnabled: false,
  plugins: [() => ({wrapComponents: {authorizeBtn: nothing, authorizeOperationBtn: nothing}})],
});
